using CommsBot.Content;

namespace CommsBot.Tests.Content;

public class WordingTests
{
    private static readonly ClinicFacts Facts = (name, _, _) => name == "clinic.phone" ? "(281) 555-0100" : null;

    private static Wording Of(string text, bool strict = true) =>
        new([new WordingEntry("handoff/closed", Language.English, text, "Short.", "dialogs/handoff/en.yaml", [])], strict);

    [Fact]
    public void A_sentence_is_filled_from_the_turn_and_from_the_clinic()
    {
        var said = Of("We open {opens}. Call {clinic.phone}.").Text("handoff/closed", Language.English, MessageForm.Web, Facts, ("opens", "Tuesday"));

        Assert.Equal("We open Tuesday. Call (281) 555-0100.", said);
    }

    [Fact]
    public void The_phone_form_is_its_own_text() =>
        Assert.Equal("Short.", Of("Long.").Text("handoff/closed", Language.English, MessageForm.Sms, Facts));

    [Fact]
    public void A_language_without_the_sentence_hears_it_in_english() =>
        Assert.Equal("Long.", Of("Long.").Text("handoff/closed", Language.Spanish, MessageForm.Web, Facts));

    [Fact]
    public void An_unfilled_brace_is_an_exception_that_names_it()
    {
        var gap = Assert.Throws<InvalidOperationException>(() => Of("We open {opens}, {clinic.hours}.").Text("handoff/closed", Language.English, MessageForm.Web, Facts));

        Assert.Equal("Wording \"handoff/closed\" (en) has no value for opens, clinic.hours.", gap.Message);
    }

    [Fact]
    public void In_production_the_sentence_is_said_without_the_brace() =>
        Assert.Equal("Call 911. We open .", Of("Call 911. We open {opens}.", strict: false).Text("handoff/closed", Language.English, MessageForm.Web, Facts));

    [Fact]
    public void An_unknown_key_is_a_fault_of_the_code()
    {
        var unknown = Assert.Throws<KeyNotFoundException>(() => Of("x").Text("handoff/nothing", Language.English, MessageForm.Web, Facts));

        Assert.Equal("dialogs/ holds no wording \"handoff/nothing\".", unknown.Message);
    }
}
