using CommsBot.Safety;
using CommsBot.Safety.Nets;

namespace CommsBot.Tests.Safety;

/// <summary>The ways of asking of curated answers must reach their answers, but for those that only a nurse may answer.</summary>
public sealed class AsksTests
{
    private static readonly ClinicalBoundary Boundary = ClinicalBoundary.Load(Dialogs.Folder, []);

    [Fact]
    public void Hardly_any_way_of_asking_raises_an_alarm()
    {
        // Some do name a sign that needs a call ("dark urine after my infusion"): there the alarm is right and comes before the answer.
        var screen = SafetyScreen.Load(Dialogs.Folder, []);
        var asks = ExampleFiles.Asks(Dialogs.Folder).ToList();
        Assert.True(asks.Count(ask => screen.Look(ask.Text) is not null) <= asks.Count * 0.01);
    }

    [Fact]
    public void Few_ways_of_asking_are_about_one_patient()
    {
        var asks = ExampleFiles.Asks(Dialogs.Folder, Boundary.TellsOfSomebody).ToList();
        Assert.True(asks.Count(ask => Boundary.Look(ask.Text) is not null) <= asks.Count * 0.05);
    }

    [Theory]
    [InlineData("is it ok during pregnancy?")]
    [InlineData("how much does it cost")]
    [InlineData("what medicines should people tell you about")]
    [InlineData("how is the dose decided")]
    [InlineData("when should i stop eating")]
    [InlineData("do i get a refund if i cancel")]
    [InlineData("who can see my records")]
    [InlineData("¿se puede en el embarazo?")]
    public void General_questions_pass(string text) => Assert.Null(Boundary.Look(text));

    [Theory]
    [InlineData("I'm pregnant, can I get it", nameof(BoundaryKind.Personal))]
    [InlineData("i had two beers last night can I still come", nameof(BoundaryKind.Medicine))]
    [InlineData("I ended up in the ER after my infusion", nameof(BoundaryKind.Adverse))]
    [InlineData("i wasn't supposed to eat but i did", nameof(BoundaryKind.FastBroken))]
    [InlineData("tomé jugo hace una hora", nameof(BoundaryKind.FastBroken))]
    public void Individual_ones_do_not(string text, string kind) => Assert.Equal(kind, Boundary.Look(text)?.Kind.ToString());
}
