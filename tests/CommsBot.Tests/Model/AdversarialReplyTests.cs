using CommsBot.Content;
using CommsBot.Model;
using Xunit.Abstractions;

namespace CommsBot.Tests.Model;

/// <summary>
/// Replies of a lying model, made from the real answers by changing numbers, hours, drugs, phone numbers, negations and more: none reaches a
/// patient. Every one is sent through the front door; what the patient reads must be the approved answers, word for word.
/// </summary>
public sealed class AdversarialReplyTests(ModelHouse house, ITestOutputHelper output) : IClassFixture<ModelHouse>
{
    private const int AtLeast = 300;
    private const int InOneChat = 8;

    private static readonly string[] Questions =
    [
        "Where are you located? And where can I park?",
        "Can I eat before my infusion? Who will drive me home?",
        "What are your hours? What does it cost?",
        "What is ketamine? What are the side effects?",
        "What is CRPS? Is there a cure?",
        "How long is a session? Do you take insurance?",
        "¿Dónde están ubicados? ¿Puedo comer antes de la infusión?",
    ];

    [Fact]
    public async Task No_unsupported_sentence_reaches_a_patient()
    {
        var (sent, reached) = (0, new List<string>());
        foreach (var question in Questions)
        {
            var honest = await HonestAsync(question);
            foreach (var chunk in Mutations.Of(honest.Sentences).Chunk(InOneChat))
            {
                var patient = await house.With.Web();
                foreach (var (name, reply) in chunk)
                {
                    house.Model.Says("join", _ => ModelStandIn.Sentences(reply.Select(one => (one.Answer, one.Text))));
                    var seen = await patient.Ask(question);
                    sent++;
                    if (seen.Text != honest.WordForWord) reached.Add($"{name}: {question}");
                }
            }
        }

        output.WriteLine($"{sent} adversarial replies, {reached.Count} reached a patient");
        Assert.Empty(reached);
        Assert.True(sent >= AtLeast, $"{sent}");
        Assert.Equal(sent, house.Model.Calls.Count(call => call.Prompt == "join") - Questions.Length);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void Every_sentence_of_every_answer_is_a_quote_of_itself_and_of_no_other_fact(string spoken)
    {
        var (changed, language) = (0, Languages.Parse(spoken)!.Value);
        foreach (var answer in house.With.Get<ContentLibrary>().Answers.Where(answer => answer.Language == language))
        {
            if (JoinTests.Quoted(house.With, answer.Id, language) is not { } quote) continue;
            foreach (var passage in Passages.Of(quote.Text))
            {
                Assert.True(SameWords.Quote(passage, passage));
                Assert.True(SameWords.Quote("Also, " + passage.Replace("**", ""), passage));
                foreach (var (name, reply) in Mutations.Of([new(answer.Id, passage), new("other", "Other.")]).Where(one => one.Name.EndsWith("sentence 0", StringComparison.Ordinal)))
                {
                    Assert.False(SameWords.Quote(reply[0].Text, passage), $"{name}: {reply[0].Text}");
                    changed++;
                }
            }
        }

        output.WriteLine($"{changed} changed sentences refused");
        Assert.True(changed > 5_000, $"{changed}");
    }

    // The patient reads passages, so cutting must not change them.
    [Fact]
    public void Passages_lose_and_add_nothing()
    {
        foreach (var answer in house.With.Get<ContentLibrary>().Answers)
        {
            if (JoinTests.Quoted(house.With, answer.Id, answer.Language) is not { } quote) continue;
            Assert.Equal(Letters(quote.Text), Letters(string.Concat(Passages.Of(quote.Text))));
        }
    }

    private async Task<(string WordForWord, IReadOnlyList<Mutations.Sentence> Sentences)> HonestAsync(string question)
    {
        IReadOnlyList<Mutations.Sentence> sentences = [];
        house.Model.Says("join", call =>
        {
            sentences = [.. JoinTests.All(call).Select(one => new Mutations.Sentence(one.Answer, one.Text))];
            return "nothing to join";
        });
        var seen = await (await house.With.Web()).Ask(question);
        Assert.True(sentences.Count > 2 && seen.Answers.Count > 1, question);
        return (seen.Text, sentences);
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
