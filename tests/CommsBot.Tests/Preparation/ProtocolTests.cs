using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using CommsBot.Tests.Clinics;
using static CommsBot.Tests.Preparation.ThePreparation;

namespace CommsBot.Tests.Preparation;

public sealed class ProtocolTests : IDisposable
{
    private readonly DirectoryInfo dialogs = Directory.CreateTempSubdirectory("preparation");

    public ProtocolTests()
    {
        var folder = dialogs.CreateSubdirectory("preparation").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(TheClinic.Dialogs, "preparation"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    public void Dispose() => dialogs.Delete(recursive: true);

    [Fact]
    public void Everything_shipped_fits_the_phone_in_every_language_of_every_clinic()
    {
        var faults = string.Join("\n", Shipped.Faults);
        Assert.True(faults.Length == 0, faults);
    }

    [Theory]
    [InlineData("No food after", "No ketamine after", "fasting.text.en: names 'ketamine'; texts name no drug, dose or diagnosis")]
    [InlineData("No food after", "No food, 50 mg after", "fasting.text.en: names '50 mg'; texts name no drug, dose or diagnosis")]
    [InlineData("2 reschedule", "CANCEL to reschedule", "fasting.text.en: 'CANCEL' is a word the phone network acts on; ask for 1, 2 or 3")]
    [InlineData("1 I understand", "YES I understand", "fasting.text.en: 'YES' is a word the phone network acts on; ask for 1, 2 or 3")]
    [InlineData("Reply 1 I understand", "Reply Yes", "fasting.text.en: 'Yes' is a word the phone network acts on; ask for 1, 2 or 3")]
    [InlineData("Reply 1 I understand", "Reply 1 or 'quit'", "fasting.text.en: 'quit' is a word the phone network acts on; ask for 1, 2 or 3")]
    [InlineData("No food after", "Text back cancel or call. No food after", "fasting.text.en: 'cancel' is a word the phone network acts on; ask for 1, 2 or 3")]
    [InlineData("Responda 1 entiendo", "Responda con yes", "fasting.text.es: 'yes' is a word the phone network acts on; ask for 1, 2 or 3")]
    [InlineData("No food after", "Skip your pills. No food after", "fasting.text.en: 'Skip your pills' is advice about a medicine")]
    [InlineData("No food after", "No food after 12:00 AM or", "fasting.text.en: 12:00 AM and 12:00 PM are read both ways; say noon or midnight")]
    [InlineData("{food.until}", "{food.untill}", "fasting.text.en: {food.untill} has no value at mind-balance")]
    [InlineData("No food after", "No food 🍕 after", "fasting.text.en: has characters that a text message cannot carry (GSM-7)")]
    public void Wording_that_must_not_reach_a_phone_is_refused(string from, string to, string expected)
    {
        Change("infusion.yaml", text => text.Replace(from, to));
        Assert.Contains("preparation/infusion.yaml: " + expected, Load());
    }

    [Fact]
    public void Wording_too_long_for_two_segments_with_the_longest_values_is_refused()
    {
        Change("infusion.yaml", text => text.Replace("If you eat by mistake, call", "If you eat anything at all by mistake, even a small bite, please call us right away at"));
        Assert.Contains(Load(), fault => fault.StartsWith("preparation/infusion.yaml: fasting.text.en: is 3") && fault.EndsWith("at most 306 fit"));
    }

    [Theory]
    [InlineData("id: infusion", "id: other", "id: must be the file's name, 'infusion', not 'other'")]
    [InlineData("kind: screen", "kind: quiz", "steps[2].kind: must be information, screen or fasting, not 'quiz'")]
    [InlineData("    last: { daysBefore: 4, at: \"16:00\" }\n", "", "steps[1].last: is missing: every text has a last useful moment")]
    [InlineData("    answerBy: { daysBefore: 2, at: \"12:00\" }\n", "", "steps[2].answerBy: is missing: silence to the health screen becomes a call at some moment")]
    [InlineData("covers: [about-visit]", "covers: [health-screen]", "steps: 'reminder' covers 'health-screen', which is no step of kind information here")]
    [InlineData("next-review: 2027-05-22", "next-review: soon", "next-review: must be a day like 2026-12-24, not 'soon'")]
    [InlineData("leastAge", "leastage", "leastage: is not a known key")]
    [InlineData("from: \"12:00\", until: \"17:00\"", "from: \"12:00\", until: \"11:00\"", "steps[4].send.until: must be after from")]
    [InlineData("sources:", "resources:", "sources: is missing: whoever signs this reads where it comes from")]
    [InlineData("  - name: Ketalar", "  - url: http://fda.gov\n    name: Ketalar", "sources[4].url: must begin with https://")]
    [InlineData("  - name: Ketalar", "  - label: Ketalar", "sources[4].name: is missing")]
    public void A_fault_names_its_file_and_item(string from, string to, string expected)
    {
        Change("infusion.yaml", text => text.Replace(from, to));
        Assert.Contains("preparation/infusion.yaml: " + expected, Load());
        Assert.Null(PreparationContent.Load(dialogs.FullName, [TheClinic.MindBalance]).Find("infusion"));
    }

    [Fact]
    public void A_missing_reply_and_cutoff_times_in_a_reply_are_refused()
    {
        Change("replies.yaml", text => text.Replace("sources:", "resources:").Replace("moved:", "mooved:").Replace("You may eat and drink as usual.", "No food after {food.until}."));
        var faults = Load();
        Assert.Contains("preparation/replies.yaml: moved: is missing", faults);
        Assert.Contains("preparation/replies.yaml: mooved: is not a known key", faults);
        Assert.Contains("preparation/replies.yaml: sources: is missing: whoever signs this reads where it comes from", faults);
        Assert.Contains("preparation/replies.yaml: cancelled.en: cut-off times stand only in the protocol's texts", faults);
    }

    [Fact]
    public void A_phrase_with_two_meanings_is_refused()
    {
        Change("meanings.yaml", text => text.Replace("  - understood\n", "  - understood\n  - call me\n"));
        Assert.Contains("preparation/meanings.yaml: call-me: 'call me' already means understood", Load());
    }

    [Fact]
    public void Replies_are_said_with_the_visits_own_values()
    {
        var visit = Visit("2027-03-16 12:00");
        Assert.Equal("Your visit is Tue, Mar 16 at noon.", Shipped.Replies.Say("appointment-when", TheClinic.MindBalance, Ana, visit));
        Assert.Equal("Your visit is NOT changed yet. Keep these instructions until we call. Our team will call you to find a new time. Or call (281) 555-0120.",
            Shipped.Replies.Say("reschedule", TheClinic.MindBalance, Ana, visit));
        Assert.Equal("La oficina cerro. Abrimos el lunes a las 8:00 AM y después le llamamos. Si no puede esperar, llame al (281) 555-0120. "
            + "Emergencia: llame al 911. Crisis: llame al 988 y oprima 2.",
            Shipped.Replies.Say("call-me-closed", TheClinic.MindBalance, Ana with { Language = Language.Spanish }, visit, "el lunes a las 8:00 AM"));
    }

    private void Change(string file, Func<string, string> change)
    {
        var path = Path.Combine(dialogs.FullName, "preparation", file);
        var text = File.ReadAllText(path);
        var changed = change(text);
        Assert.NotEqual(text, changed);
        File.WriteAllText(path, changed);
    }

    private List<string> Load() => [.. PreparationContent.Load(dialogs.FullName, [TheClinic.MindBalance]).Faults.Select(fault => fault.ToString())];
}
