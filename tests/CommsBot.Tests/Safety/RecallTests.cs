using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Safety;
using Xunit.Abstractions;

namespace CommsBot.Tests.Safety;

/// <summary>
/// Floors and ceilings a little below what was measured when they were written. Files named "blind" were written before their author read a phrase list;
/// their held halves are only counted.
/// </summary>
public sealed class RecallTests(ITestOutputHelper output)
{
    private static readonly SafetyScreen Screen = SafetyScreen.Load(Dialogs.Folder, []);
    private static readonly ClinicalBoundary Boundary = ClinicalBoundary.Load(Dialogs.Folder, []);
    private static readonly ConsentWords Consent = ConsentWords.Load(Dialogs.Folder, []);
    private static readonly Requests Requests = Requests.Load(Dialogs.Folder, []);
    private static readonly SmallTalk SmallTalk = SmallTalk.Load(Dialogs.Folder, []);

    private static readonly string[] First = ["safety-crisis", "safety-emergency", "safety-after", "safety-trap"];
    private static readonly string[] Blind = ["safety-blind-crisis", "safety-blind-danger", "safety-blind-trap"];

    [Theory]
    [InlineData("train", "crisis", 0.99)]
    [InlineData("held", "crisis", 0.99)]
    [InlineData("train", "emergency", 0.99)]
    [InlineData("held", "emergency", 0.99)]
    [InlineData("train", "low-sugar", 0.99)]
    [InlineData("held", "low-sugar", 0.99)]
    [InlineData("train", "violence", 0.99)]
    [InlineData("held", "violence", 0.99)]
    [InlineData("train", "after-infusion", 0.95)]
    [InlineData("held", "after-infusion", 0.99)]
    public void Danger_is_found(string part, string kind, double floor) => Assert.True(Share(part, kind, First, IsAlarm) >= floor);

    [Theory]
    [InlineData("train", "crisis", 0.99)]
    [InlineData("held", "crisis", 0.96)]
    [InlineData("train", "emergency", 0.99)]
    [InlineData("held", "emergency", 0.99)]
    [InlineData("train", "low-sugar", 0.99)]
    [InlineData("held", "low-sugar", 0.99)]
    [InlineData("train", "violence", 0.99)]
    [InlineData("held", "violence", 0.99)]
    [InlineData("train", "after-infusion", 0.99)]
    [InlineData("held", "after-infusion", 0.99)]
    public void Danger_in_blind_words_is_found(string part, string kind, double floor) => Assert.True(Share(part, kind, Blind, IsAlarm) >= floor);

    [Theory]
    [InlineData("train", 0.02)]
    [InlineData("held", 0.02)]
    public void Look_alikes_raise_few_alarms(string part, double ceiling) => Assert.True(Share(part, "trap", First, IsAlarm) <= ceiling);

    [Theory]
    [InlineData("train", 0.02)]
    [InlineData("held", 0.04)]
    public void Blind_look_alikes_raise_few_alarms(string part, double ceiling) => Assert.True(Share(part, "trap", Blind, IsAlarm) <= ceiling);

    [Theory]
    [InlineData("safety-boundary", "train", 0.99, 0.01)]
    [InlineData("safety-boundary", "held", 0.99, 0.03)]
    [InlineData("safety-blind-boundary", "train", 0.99, 0.02)]
    [InlineData("safety-blind-boundary", "held", 0.95, 0.06)]
    public void Questions_about_one_patient_go_to_a_nurse_and_general_ones_do_not(string file, string part, double floor, double ceiling)
    {
        Assert.True(Share(part, "boundary", [file], text => Boundary.Look(text) is not null || IsAlarm(text)) >= floor);
        Assert.True(Share(part, "trap", [file], text => Boundary.Look(text) is not null || IsAlarm(text)) <= ceiling);
    }

    [Theory]
    [InlineData("consent-words", "train", 0.99, 0.01)]
    [InlineData("consent-words", "held", 0.98, 0.03)]
    [InlineData("consent-blind", "train", 0.99, 0.01)]
    [InlineData("consent-blind", "held", 0.90, 0.05)]
    public void Opt_outs_are_found_and_their_look_alikes_are_not(string file, string part, double floor, double ceiling)
    {
        Assert.True(Share(part, "consent", [file], IsConsent) >= floor);
        Assert.True(Share(part, "trap", [file], text => !IsKeyword(text) && IsConsent(text)) <= ceiling);
    }

    [Theory]
    [InlineData("train", 0.95, 0.05)]
    [InlineData("held", 0.86, 0.10)]
    public void Requests_are_told_from_questions(string part, double floor, double ceiling)
    {
        Assert.True(Share(part, "booking", ["requests-blind"], text => Requests.Look(text) != CommsBot.Handoff.Request.None) >= floor);
        Assert.True(Share(part, "answerable", ["requests-blind"], text => SmallTalk.Look(text, CommsBot.Content.Language.English) is not null) >= 0.95);
        Assert.True(Share(part, "trap", ["requests-blind"], text => Requests.Look(text) != CommsBot.Handoff.Request.None || SmallTalk.Look(text, CommsBot.Content.Language.English) is not null) <= ceiling);
    }

    private static bool IsAlarm(string text) => Screen.Look(text) is not null;

    private static bool IsConsent(string text) => Consent.Look(text, isSms: true) is not null;

    private static bool IsKeyword(string text) => Consent.Look(text, isSms: true) is { IsBare: true };

    private double Share(string part, string kind, string[] files, Func<string, bool> hits)
    {
        var asked = Sentence.Of(files).Where(sentence => sentence.Part == part && sentence.Kind == kind).ToList();
        foreach (var group in asked.GroupBy(sentence => (sentence.Language, sentence.Detail)).OrderBy(group => group.Key))
            output.WriteLine($"{part} {kind} {group.Key.Language} {group.Key.Detail}: {group.Count(sentence => hits(sentence.Text))} of {group.Count()}");
        var share = (double)asked.Count(sentence => hits(sentence.Text)) / asked.Count;
        output.WriteLine($"{part} {kind}: {share:P1} of {asked.Count}");
        return share;
    }
}
