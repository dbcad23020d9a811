using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>What is asked minutes after an alarm is about the danger, whatever answer or nurse its words would find at another time.</summary>
public sealed class StillDangerTests : IClassFixture<TestService>
{
    private const string Call = "Please call 911 now. This line is automated and may not be read right away.";

    private readonly TestService service;

    public StillDangerTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("i had my infusion this morning and now my chest feels tight and its going down my arm", "should i just sleep it off", Call)]
    [InlineData("chest pressure since i got home from the drip", "can i just wait till morning", Call)]
    [InlineData("my throat is swelling after the infusion", "can i take benadryl and lie down", Call)]
    [InlineData("my throat is swelling after the infusion", "how long does that last", Call)]
    [InlineData("since the iv yesterday my lips are puffy and i got hives all over", "is that normal", Call)]
    [InlineData("took like 12 of my gabapentin bc the pain wouldnt stop", "im ok just sleepy", "Please call 911 now, even if you feel all right. You can call or text 988 as well, at any hour.")]
    [InlineData("if the infusion doesnt work im done, i have my pills saved up", "are you going to call the police", "We are glad you wrote. You can call or text 988 at any hour.")]
    [InlineData("me pusieron la infusion ayer y me duele el pecho y no puedo respirar bien", "es normal?", "Llame al 911 ahora, por favor.")]
    [InlineData("se me inflaron los labios y los ojos despues de la infusion de hoy", "q hago", "Llame al 911 ahora, por favor.")]
    public async Task A_question_about_the_danger_gets_the_number_again(string alarm, string then, string begins)
    {
        var patient = await service.Web();
        await patient.Say(alarm);
        service.Later(TimeSpan.FromMinutes(2));
        var replies = await patient.Say(then);
        Assert.StartsWith(begins, Assert.Single(replies).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_question_about_something_else_is_answered_the_number_first()
    {
        var patient = await service.Web();
        await patient.Say("i have crushing chest pain");
        service.Later(TimeSpan.FromMinutes(2));
        var replies = await patient.Say("where can i park?");
        Assert.Equal((Call, "parking"), (replies[0].Text, Assert.Single(replies[1].Answers)));
    }

    [Fact]
    public async Task After_ten_minutes_it_is_a_question_like_any_other()
    {
        var patient = await service.Web();
        await patient.Say("i have crushing chest pain");
        service.Later(TimeSpan.FromMinutes(11));
        Assert.Equal(["how-long-is-a-session"], (await patient.Ask("how long does a session last")).Answers);
    }

    [Fact]
    public async Task After_a_warning_sign_the_same_words_are_about_it()
    {
        var patient = await service.Web();
        Assert.StartsWith("**Please call us now at (281) 555-0120.**", (await patient.Ask("had an infusion tuesday, today my pee is kind of pink and it stings")).Text, StringComparison.Ordinal);
        service.Later(TimeSpan.FromMinutes(1));
        Assert.StartsWith("**Please call us now at (281) 555-0120.**", (await patient.Ask("how long does that last")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my kid drank some of my liquid ketamine from the pharmacy")]
    [InlineData("my toddler got into my ketamine lozenges")]
    [InlineData("my calf is swollen and hot since the flight")]
    [InlineData("mi niño agarro mi frasco de ketamina y se lo tomo")]
    [InlineData("mi hijo de 3 años se tomo mis gotas de ketamina")]
    [InlineData("despues del suero se me incho la cara y la lengua y tengo ronchas")]
    [InlineData("me tome como 10 tramadoles porque no aguantaba el dolor")]
    [InlineData("me puse ketamina por mi cuenta y siento que me voy")]
    public async Task These_read_911_first(string text) =>
        Assert.Contains("911", (await (await service.Web()).Ask(text)).Text.Split('\n')[0], StringComparison.Ordinal);
}
