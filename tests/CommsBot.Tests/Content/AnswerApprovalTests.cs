using CommsBot.Answers;
using CommsBot.Content;

namespace CommsBot.Tests.Content;

public class AnswerApprovalTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(-6));
    private static readonly ClinicFacts Facts = (name, _, _) => name == "clinic.phone" ? "(281) 555-0100" : null;

    [Fact]
    public void An_edit_no_reader_can_see_keeps_the_hash_and_any_other_changes_it()
    {
        var answer = Some.Answer("parking", text: "Park **here**.\nThen walk.");

        Assert.Equal(answer.Hash(MessageForm.Web), (answer with { Web = "Park **here**.  \r\nThen walk.\r\n", Owner = "Somebody else" }).Hash(MessageForm.Web));
        Assert.NotEqual(answer.Hash(MessageForm.Web), (answer with { Web = "Park **there**.\nThen walk." }).Hash(MessageForm.Web));
        Assert.NotEqual(answer.Hash(MessageForm.Web), (answer with { Sources = [] }).Hash(MessageForm.Web));
        Assert.Equal(64, answer.Hash(MessageForm.Sms).Length);
    }

    [Fact]
    public void Only_the_approved_words_in_that_language_and_form_are_quoted_and_only_until_then()
    {
        var answer = Some.Answer("parking");
        var approval = new Approval(answer.Key(MessageForm.Web), "Dr. Vega", Now.AddDays(-1), Now.AddDays(1));

        Assert.True(ApprovedContent.From([approval], Now).MayBeQuoted(answer, MessageForm.Web));
        Assert.False(ApprovedContent.From([approval], Now).MayBeQuoted(answer, MessageForm.Sms));
        Assert.False(ApprovedContent.From([approval], Now).MayBeQuoted(answer with { Language = Language.Spanish }, MessageForm.Web));
        Assert.False(ApprovedContent.From([approval], Now).MayBeQuoted(answer with { Web = "Other words." }, MessageForm.Web));
        Assert.False(ApprovedContent.From([approval], Now.AddDays(1)).MayBeQuoted(answer, MessageForm.Web));
        Assert.False(ApprovedContent.From([approval], Now.AddDays(-2)).MayBeQuoted(answer, MessageForm.Web));
        Assert.True(ApprovedContent.Everything.MayBeQuoted(answer, MessageForm.Sms));
    }

    [Fact]
    public void A_quote_is_the_answers_words_with_the_clinics_facts_and_its_sources()
    {
        var library = Some.Library(Some.Answer("parking", text: "Call {clinic.phone}."));

        var quote = Quote.Of(library, "parking", Language.English, MessageForm.Web, Facts, ApprovedContent.Everything, out var reason);

        Assert.Null(reason);
        Assert.Equal("Call (281) 555-0100.", quote!.Text);
        Assert.Equal([new Citation("About parking", "Facts given by the clinic", null)], quote.Citations);
    }

    [Fact]
    public void Without_a_spanish_answer_the_english_one_is_quoted_and_says_so() =>
        Assert.Equal(Language.English,
            Quote.Of(Some.Library(Some.Answer("parking")), "parking", Language.Spanish, MessageForm.Sms, Facts, ApprovedContent.Everything, out _)!.Language);

    [Theory]
    [InlineData("nowhere", NotQuotable.Unknown)]
    [InlineData("price", NotQuotable.FactMissing)]
    public void What_may_not_be_quoted_says_why(string id, object expected)
    {
        var library = Some.Library(Some.Answer("price", text: "It costs {clinic.price}."));

        Assert.Null(Quote.Of(library, id, Language.English, MessageForm.Web, Facts, ApprovedContent.Everything, out var reason));
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void An_unapproved_answer_is_withheld()
    {
        Assert.Null(Quote.Of(Some.Library(Some.Answer("parking")), "parking", Language.English, MessageForm.Web, Facts, ApprovedContent.From([], Now), out var reason));
        Assert.Equal(NotQuotable.NotApproved, reason);
    }
}
