using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Tests.Content;

namespace CommsBot.Tests.Answers;

public class AnswerSearchTests
{
    [Theory]
    [InlineData("What is CRPS?", "what-is-crps")]
    [InlineData("hi wat is rsd pls", "what-is-crps")]
    [InlineData("What are the symtoms of complex regional pain syndrome?", "symptoms")]
    [InlineData("signs of rsd", "symptoms")]
    [InlineData("tell me about ketamien", "what-is-ketamine")]
    [InlineData("what is ketamine", "what-is-ketamine")]
    [InlineData("side efects of ketamine?", "side-effects")]
    [InlineData("do i need a ride", "driver")]
    [InlineData("can i take a taxi home", "driver")]
    [InlineData("how expensive is an infusion", "cost")]
    [InlineData("where can I park on tuesday?", "parking")]
    [InlineData("do you treat fibromyalgia", "conditions")]
    public void A_question_in_other_words_finds_its_answer(string question, string expected) => Assert.Equal(expected, SmallClinic.Find(question));

    [Theory]
    [InlineData("what is fibromyalgia")]
    [InlineData("what are the symptoms of fibromyalgia")]
    [InlineData("how much does spravato cost")]
    [InlineData("can my dog get ketamine")]
    [InlineData("side effects of ketamine in dogs")]
    [InlineData("what is a crp test")]
    [InlineData("what is the weather today")]
    [InlineData("where do i renew my visa")]
    [InlineData("how do i repair a bicycle")]
    [InlineData("who won the match")]
    [InlineData("qwertz asdf")]
    [InlineData("????")]
    [InlineData("")]
    [InlineData("please")]
    [InlineData("😀😀😀")]
    public void What_is_not_ours_is_not_answered(string question) => Assert.Equal("not found", SmallClinic.Find(question));

    [Theory]
    [InlineData("What is CRPS? Do I need a driver?", "what-is-crps + driver")]
    [InlineData("what is crps and how much does it cost", "what-is-crps + cost")]
    [InlineData("Hello, my visit is on Tuesday. Where can I park?", "parking")]
    [InlineData("What is CRPS? How do I repair a bicycle?", "what-is-crps and 1 open")]
    [InlineData("where can i park and who won the match", "parking and 1 open")]
    [InlineData("who won the match and how do i repair a bicycle", "not found")]
    public void Every_question_of_a_message_is_heard(string question, string expected) => Assert.Equal(expected, SmallClinic.Find(question));

    [Theory]
    [InlineData("how long does that last?", "side-effects", "side-effects")]
    [InlineData("what causes it?", "what-is-crps", "causes")]
    [InlineData("and the price?", "what-is-crps", "cost")]
    [InlineData("what about my dog?", "what-is-crps", "not found")]
    [InlineData("and the weather?", "side-effects", "not found")]
    public void A_follow_up_leans_on_the_last_answer(string question, string last, string expected) => Assert.Equal(expected, SmallClinic.Find(question, last));

    [Theory]
    [InlineData("¿Cuánto cuesta?", "cost", "Spanish")]
    [InlineData("q precio tiene", "cost", "Spanish")]
    [InlineData("necesito un chofer", "driver", "Spanish")]
    [InlineData("how much does it cost", "cost", "English")]
    public void The_language_of_the_message_counts(string question, string expected, string language)
    {
        var outcome = SmallClinic.Search.Find(question, Language.English);

        Assert.Equal((expected, language), (SmallClinic.Show(outcome), outcome.Language.ToString()));
    }

    [Theory]
    [InlineData("ketamine", Language.Spanish, Language.Spanish)]
    [InlineData("ok", Language.English, Language.English)]
    [InlineData("do you speak english", Language.Spanish, Language.English)]
    [InlineData("donde queda la clinica", Language.English, Language.Spanish)]
    [InlineData("precio porfa", Language.English, Language.Spanish)]
    [InlineData("¿ketamine?", Language.English, Language.Spanish)]
    internal void A_short_text_keeps_the_conversations_language(string text, Language conversation, Language expected) =>
        Assert.Equal(expected, LanguageGuess.Of(text, conversation));

    [Fact]
    public void Two_answers_about_equally_likely_are_a_choice()
    {
        var search = new AnswerSearch(new ContentLibrary(
            [
                Some.Answer("visit-fee", asks: ["what is the fee for a visit"]),
                Some.Answer("late-fee", asks: ["what is the fee for being late"]),
                Some.Answer("parking"),
                Some.Answer("hours"),
            ], new Wording([])));

        Assert.Equal("choose late-fee or visit-fee", SmallClinic.Show(search.Find("what is the fee", Language.English)));
    }

    [Fact]
    public void Many_threads_get_the_same_answers()
    {
        string[] questions = ["what is crps", "how much is it", "can my dog get ketamine", "side efects", "cuanto cuesta"];
        var alone = questions.Select(q => SmallClinic.Find(q)).ToArray();

        Parallel.For(0, 200, i => Assert.Equal(alone[i % questions.Length], SmallClinic.Find(questions[i % questions.Length])));
    }

    [Fact]
    public void No_input_breaks_the_search() =>
        CsCheck.Check.Sample(CsCheck.Gen.String, text => Assert.NotNull(SmallClinic.Search.Find(text, Language.Spanish, "side-effects")));

    [Fact]
    public void A_very_long_message_is_read_from_its_beginning() =>
        Assert.Equal("what-is-crps", SmallClinic.Find("What is CRPS? " + string.Concat(Enumerable.Repeat("please ", 20_000))));

    [Fact]
    public void An_empty_library_finds_nothing() =>
        Assert.IsType<SearchOutcome.NotFound>(new AnswerSearch(new ContentLibrary([], new Wording([]))).Find("what is crps", Language.English));
}
