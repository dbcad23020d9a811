using CommsBot.Commands;
using CommsBot.Content;
using CommsBot.Evaluation;
using CommsBot.Content.Checks;
using CommsBot.Settings;

namespace CommsBot.Tests.Content;

public class ContentFaultsTests
{
    [Fact]
    public void Whole_content_has_no_fault()
    {
        using var folder = new ContentFolder().Answer("parking");

        Assert.Empty(folder.Faults());
    }

    [Fact]
    public void A_refusal_or_an_error_without_the_numbers_to_call_is_named()
    {
        using var folder = new ContentFolder()
            .Write("dialogs/handoff/en.yaml", "error: \"That went wrong. Call 911 or 988.\"\nhello: \"Hello.\"\n")
            .Write("dialogs/handoff/es.yaml", "error: \"Algo fue mal. Llame al 911, al 988 o al {clinic.phone}.\"\nhello: \"Hola.\"\n");

        Assert.Equal(["error dialogs/handoff/en.yaml: error: must give {clinic.phone}: whoever is refused or reads an error may need it"], folder.Faults());
    }

    [Fact]
    public void A_prompt_without_an_owner_is_named()
    {
        using var folder = new ContentFolder().Answer("parking")
            .Write("prompts/README.md", "Rules.")
            .Write("prompts/choose.md", "---\nid: choose\nreviewed: 2026-11-22\n---\nChoose one.\n")
            .Write("prompts/bare.md", "Choose one.");

        Assert.Equal(
            ["error prompts/bare.md: does not begin with front matter between two lines of ---", "error prompts/choose.md: owner: is missing"],
            folder.Faults());
    }

    [Fact]
    public void Every_fault_of_every_file_is_named_at_once()
    {
        using var folder = new ContentFolder().Answer("parking", more: "related: [nowhere]\ncolor: red\n")
            .Write("dialogs/answers/en/broken.md", "no front matter")
            .Write("dialogs/answers/en/torn.md", "---\nid: [\n---\ntext\n")
            .Write("dialogs/handoff/en.yaml", "hello: \"Hello.\"\nodd: {fax: \"x\"}\n")
            .Delete("dialogs/consent/es.yaml");

        Assert.Equal(
        [
            "error dialogs/answers/en/broken.md: must begin with front matter between two lines of ---",
            "error dialogs/answers/en/parking.md: color: is not a known name",
            "error dialogs/answers/en/parking.md: related: \"nowhere\" does not exist",
            "error dialogs/answers/en/torn.md: not readable as YAML at line 2",
            "error dialogs/consent/en.yaml: hello: is missing in es.yaml",
            "error dialogs/consent/es.yaml: is missing",
            "error dialogs/handoff/en.yaml: odd: must be a text, or web and sms texts",
        ], folder.Faults());
    }

    [Fact]
    public void An_empty_front_matter_names_every_missing_item()
    {
        using var folder = new ContentFolder().Answer("parking").Write("dialogs/answers/en/parking.md", "---\nid: garage\nreviewed: yesterday\n---\n");

        Assert.Equal(
        [
            "error dialogs/answers/en/parking.md: asks: is missing",
            "error dialogs/answers/en/parking.md: id: must be \"parking\" like the file's name",
            "error dialogs/answers/en/parking.md: next-review: is missing",
            "error dialogs/answers/en/parking.md: owner: is missing",
            "error dialogs/answers/en/parking.md: reviewed: must be a date like 2026-11-22",
            "error dialogs/answers/en/parking.md: sms: is missing",
            "error dialogs/answers/en/parking.md: sources: is missing: every answer names where it comes from",
            "error dialogs/answers/en/parking.md: text: is empty",
            "error dialogs/answers/en/parking.md: title: is missing",
        ], folder.Faults().Where(f => !f.Contains("garage", StringComparison.Ordinal) && !f.Contains("/es/", StringComparison.Ordinal) && !f.Contains("Spanish", StringComparison.Ordinal)).ToArray());
    }

    [Theory]
    [InlineData("The treatment is safe.", "text: \"safe\" is a promise or a verdict about risk")]
    [InlineData("You will be pain-free soon.", "text: \"pain-free\" is a promise or a verdict about risk")]
    [InlineData("It is not addictive.", "text: \"not addictive\" is a promise or a verdict about risk")]
    [InlineData("We start with 35 mg.", "text: \"35 mg\" is a dose")]
    [InlineData("Skip your morning pills.", "text: \"Skip your morning pills\" sounds like advice about a medicine")]
    [InlineData("Do not stop your medicines.", "text: \"stop your medicines\" sounds like advice about a medicine")]
    [InlineData("You should take your insulin.", "text: \"take your insulin\" sounds like advice about a medicine")]
    [InlineData("Eat until 12:00 AM.", "text: \"12:00 AM\" is misread; write midnight or noon with the day")]
    [InlineData("Call {clinic.fax}.", "text: {clinic.fax} is not a fact of a clinic's file")]
    [InlineData("Ask {staff}.", "text: {staff} is not a fact of a clinic's file")]
    public void A_sentence_no_patient_may_read_is_refused(string text, string fault)
    {
        using var folder = new ContentFolder().Answer("parking", text: text);

        Assert.Equal(["error dialogs/answers/en/parking.md: " + fault], folder.Faults());
    }

    [Theory]
    [InlineData("If you take insulin, call us before you start to fast.")]
    [InlineData("Please don't change your medicines on your own.")]
    [InlineData("Bring a list of all medicines you take.")]
    [InlineData("Should I stop my medicines?")]
    [InlineData("Call us at noon on Tuesday at {clinic.phone}.")]
    public void A_careful_sentence_passes(string text)
    {
        using var folder = new ContentFolder().Answer("parking", text: text);

        Assert.Empty(folder.Faults());
    }

    [Fact]
    public void A_phrase_a_person_allowed_passes_and_an_unused_one_is_named()
    {
        using var folder = new ContentFolder().Answer("parking", text: "There is no cure yet.", more: "allow: [no cure yet, safe place]\n");

        Assert.Equal(["warning dialogs/answers/en/parking.md: allow: \"safe place\" stands nowhere in the file"], folder.Faults());
    }

    [Theory]
    [InlineData("Ketamine is given by drip.", "\"Ketamine\" names a drug or a diagnosis on the phone")]
    [InlineData("Your CRPS visit is set.", "\"CRPS\" names a drug or a diagnosis on the phone")]
    [InlineData("Reply YES to confirm.", "\"YES\" is taken for an opt-out or a consent; ask for a digit")]
    [InlineData("Reply CANCEL to leave.", "\"CANCEL\" is taken for an opt-out or a consent; ask for a digit")]
    [InlineData("Hay más lugar.", "\"á\" is not a GSM-7 character and would double the price of the text")]
    public void A_text_that_may_not_lie_on_the_kitchen_table_is_refused(string sms, string fault)
    {
        using var folder = new ContentFolder().Answer("parking", sms: sms);

        Assert.Equal(["error dialogs/answers/en/parking.md: sms: " + fault], folder.Faults());
    }

    [Fact]
    public void The_notice_about_texts_may_say_stop()
    {
        using var folder = new ContentFolder().Answer("parking", sms: "Reply STOP to stop texts, HELP for help");

        Assert.Empty(folder.Faults());
    }

    [Fact]
    public void A_text_of_three_segments_is_refused_with_the_clinics_name_and_the_longest_values_counted()
    {
        using var folder = new ContentFolder().Answer("parking", sms: new string('a', 280) + " {clinic.phone}");

        Assert.Equal(["error dialogs/answers/en/parking.md: sms: needs 309 of 306 characters with the clinic's name and the longest values"], folder.Faults());
    }

    [Fact]
    public void A_missing_spanish_answer_is_a_warning_and_a_missing_english_one_an_error()
    {
        using var folder = new ContentFolder().Answer("parking").Answer("hours").Delete("dialogs/answers/es/parking.md").Delete("dialogs/answers/en/hours.md");

        Assert.Equal(
        [
            "warning dialogs/answers/en/parking.md: has no Spanish answer; patients are offered the English one",
            "error dialogs/answers/es/hours.md: has no English answer",
        ], folder.Faults());
    }

    [Fact]
    public void The_same_question_may_not_lead_to_two_answers()
    {
        using var folder = new ContentFolder().Answer("parking").Answer("hours").Write("dialogs/answers/es/hours.md", "---\n---\n").Delete("dialogs/answers/es/hours.md");
        folder.Answer("garage", asks: "  - Parking ask 1?\n" + string.Concat(Enumerable.Range(1, 9).Select(n => $"  - garage {n}\n"))).Delete("dialogs/answers/es/garage.md");

        Assert.Contains("error dialogs/answers/en/parking.md: asks: \"parking ask 1\" is already asked in dialogs/answers/en/garage.md", folder.Faults());
    }

    [Fact]
    public void A_nurse_hears_of_an_answer_as_one_of_a_few_things()
    {
        using var folder = new ContentFolder().Answer("parking", more: "nurse: doctor\n");
        Assert.Contains("error dialogs/answers/en/parking.md: nurse: must be one of personal, medicine, dose, diagnosis, noDriver", folder.Faults());
    }

    [Theory]
    [InlineData("2026-12-22", "warning", "the review lapses within 30 days")]
    [InlineData("2026-12-06", "warning", "the review lapses within 14 days")]
    [InlineData("2026-11-25", "warning", "the review lapses within 3 days")]
    [InlineData("2026-11-22", "warning", "the review lapses within 3 days")]
    public void A_review_that_runs_out_is_announced(string next, string severity, string message)
    {
        using var folder = new ContentFolder().Answer("parking");
        var file = Path.Combine(folder.Root.Home, "dialogs/answers/en/parking.md");
        File.WriteAllText(file, File.ReadAllText(file).Replace("2027-05-22", next).Replace("reviewed: 2026-11-22", "reviewed: 2026-01-01"));

        Assert.Equal([$"{severity} dialogs/answers/en/parking.md: next-review: {message}"], folder.Faults());
    }

    [Fact]
    public void A_lapsed_review_stops_only_a_production_deployment()
    {
        using var folder = new ContentFolder().Answer("parking");
        var later = CheckScope.At(new DateOnly(2027, 5, 23));

        Assert.False(folder.Check(later).HasErrors);
        Assert.Contains(folder.Check(later with { Production = true }).Errors, f => f.Message == "the review lapsed on 2027-05-22");
    }

    [Fact]
    public void A_sentence_the_service_says_must_exist_in_both_languages()
    {
        using var folder = new ContentFolder();
        var scope = CheckScope.At(ContentFolder.Today) with { RequiredWording = ["handoff/hello", "safety/crisis"] };

        Assert.Equal(
        [
            "error dialogs/safety/en.yaml: crisis: is missing and the service says it",
            "error dialogs/safety/es.yaml: crisis: is missing and the service says it",
        ], folder.Faults(scope));
    }

    [Fact]
    public void Wording_that_is_never_withheld_may_only_use_facts_every_clinic_gave()
    {
        using var folder = new ContentFolder().Write("dialogs/safety/en.yaml", "hello: \"Call {clinic.afterHours}.\"\n");
        var scope = CheckScope.At(ContentFolder.Today) with { Clinics = [new CheckedClinic("east", "dialogs/clinics/east.yaml", (_, _, _) => null, [])] };

        Assert.Equal(["error dialogs/safety/en.yaml: hello web: uses {clinic.afterHours}, which dialogs/clinics/east.yaml does not give"],
            folder.Faults(scope).Select(f => f.Replace("hello:", "hello web:")).Distinct().ToArray());
    }

    [Fact]
    public void Production_refuses_unapproved_safety_wording_and_demonstration_facts()
    {
        using var folder = new ContentFolder();
        var approvals = ContentLibrary.Read(folder.Root).Library.Wording.All
            .Where(e => e.Key != "safety/hello" || e.Language == Language.English)
            .SelectMany(e => Enum.GetValues<MessageForm>().Select(form => new Approval(e.Approval(form), "Dr. Vega", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)));
        var scope = CheckScope.At(ContentFolder.Today) with
        {
            Production = true,
            Approved = ApprovedContent.From(approvals, new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero)),
            Clinics = [new CheckedClinic("demo", "dialogs/clinics/demo.yaml", (_, _, _) => "x", ["clinic.price"])],
        };

        Assert.Equal(
        [
            "error dialogs/clinics/demo.yaml: clinic.price: is a demonstration value; the clinic must give its own",
            "error dialogs/safety/es.yaml: hello: no clinician approved the sms wording",
            "error dialogs/safety/es.yaml: hello: no clinician approved the web wording",
        ], folder.Faults(scope));
    }

    [Fact]
    public void Evaluate_names_what_cannot_be_read_instead_of_measuring_without_it()
    {
        using var folder = new ContentFolder();
        var refused = Assert.Throws<StartRefusedException>(() => new EvaluateTurns(folder.Root));
        Assert.Contains("clinics:  there is no clinic: no file clinics/<id>.yaml was found", refused.Message);
    }

    [Fact]
    public void A_bad_evaluation_line_is_named_by_its_number()
    {
        using var folder = new ContentFolder().Write("dialogs/evaluation/some.jsonl", """
            {"q":"hi","lang":"en","expect":"greeting","kind":"answerable","part":"held"}
            not json
            {"q":"hi","lang":"fr","expect":"gold","answers":["none"],"kind":"odd","part":"x"}
            """);

        Assert.Equal(
        [
            "error dialogs/evaluation/some.jsonl: line 2: is not one JSON object of the expected shape",
            "error dialogs/evaluation/some.jsonl: line 3: answer \"none\" does not exist",
            "error dialogs/evaluation/some.jsonl: line 3: expect \"gold\" is not an outcome",
            "error dialogs/evaluation/some.jsonl: line 3: kind \"odd\" is not known",
            "error dialogs/evaluation/some.jsonl: line 3: lang must be en or es",
            "error dialogs/evaluation/some.jsonl: line 3: part must be train, held or stranger",
        ], folder.Faults());
    }

    [Fact]
    public void A_starting_service_gets_all_errors_in_one_message()
    {
        using var folder = new ContentFolder().Answer("parking", text: "It is safe.", title: new string('t', 61));

        var refused = Assert.Throws<ContentException>(() => ContentCheck.Demand(ContentLibrary.Read(folder.Root), CheckScope.At(ContentFolder.Today)));

        Assert.Equal(
            """
            The content cannot be used:
              dialogs/answers/en/parking.md: text: "safe" is a promise or a verdict about risk
              dialogs/answers/en/parking.md: title: has 61 characters; at most 60 fit a choice
            """.ReplaceLineEndings("\n"), refused.Message);
    }

    [Theory]
    [InlineData("en: [\"phone => text\"]\nes: [\"llame => escriba\"]\n", "Please call us.", "error dialogs/handoff/en.yaml: hello: says \"call\" to a patient who does not phone; dialogs/handoff/text-only.yaml needs a line for it")]
    [InlineData("en: [\"call\"]\nes: []\n", "Hello.", "error dialogs/handoff/text-only.yaml: call: must be \"these words => those words\"")]
    public void A_text_that_speaks_of_a_call_to_who_does_not_phone_is_named(string rules, string words, string fault)
    {
        using var folder = new ContentFolder().Write("dialogs/handoff/text-only.yaml", rules).Write("dialogs/handoff/en.yaml", $"hello: \"{words}\"\n");
        Assert.Contains(fault, folder.Faults());
    }

    [Fact]
    public void Without_words_for_who_does_not_phone_nothing_starts()
    {
        using var folder = new ContentFolder().Delete("dialogs/handoff/text-only.yaml");
        Assert.Contains("error dialogs/handoff/text-only.yaml: is missing", folder.Faults());
    }

    [Theory]
    [InlineData("hello", "error dialogs/sources.yaml: handoff/hello: has no source", "error dialogs/sources.yaml: hello: is the beginning of no sentence's key")]
    [InlineData("handoff/hell", "error dialogs/sources.yaml: handoff/hell: is the beginning of no sentence's key", "error dialogs/sources.yaml: handoff/hello: has no source")]
    [InlineData("handoff/hello")]
    [InlineData("handoff")]
    public void A_fixed_sentence_names_where_it_comes_from(string name, params string[] faults)
    {
        const string Others = "booking: [{name: FDA}]\nsafety: [{name: FDA}]\nconsent: [{name: FDA}]\n";
        using var folder = new ContentFolder().Write("dialogs/sources.yaml", $"{Others}{name}: [{{name: FDA}}]\n");
        Assert.Equal(faults, folder.Faults());
    }

    [Fact]
    public void The_sources_of_fixed_sentences_are_read_like_those_of_an_answer()
    {
        const string Others = "booking: [{name: FDA}]\nsafety: [{name: FDA}]\nconsent: [{name: FDA}]\n";
        using var folder = new ContentFolder().Write("dialogs/sources.yaml", $"{Others}handoff:\n  - name: FDA\n    url: http://fda.gov\n  - page: 3\n");
        Assert.Equal(
            ["error dialogs/sources.yaml: handoff: url must begin with https://", "error dialogs/sources.yaml: name: is missing", "error dialogs/sources.yaml: page: is not a known name"],
            folder.Faults());
        Assert.Equal(["error dialogs/sources.yaml: is missing"], folder.Delete("dialogs/sources.yaml").Faults());
    }
}
