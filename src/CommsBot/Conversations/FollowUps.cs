using CommsBot.Safety.Phrases;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CommsBot.Conversations;

/// <summary>
/// Short words that lean on the answer read last ("why?", "how long?", "that's a lot") and the answer they mean then. Phrases:
/// <c>dialogs/answers/follow-ups.yaml</c>; what they lead to: <c>follow-up-answers.yaml</c> beside it.
/// </summary>
internal sealed class FollowUps
{
    /// <summary>Asks for the reason; where no answer is named the related ones are offered.</summary>
    public const string Why = "why";

    /// <summary>No question, but a sigh.</summary>
    public const string TooMuch = "too-much";

    private const string List = "answers/follow-ups.yaml";
    private const string Answers = "answers/follow-up-answers.yaml";
    private const string AfterAny = "any";

    private readonly PhraseBook book;
    private readonly IReadOnlyDictionary<string, Dictionary<string, string>> answers;

    private FollowUps(PhraseBook book, IReadOnlyDictionary<string, Dictionary<string, string>> answers) => (this.book, this.answers) = (book, answers);

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="isAnswer">Whether an answer of this id exists.</param>
    /// <param name="faults">Receives every fault of both files, with file and item.</param>
    public static FollowUps Load(string dialogs, Func<string, bool> isAnswer, List<string> faults)
    {
        var book = PhraseBook.Load(dialogs, [List], null, faults);
        var answers = Read(Path.Combine(dialogs, Answers), faults);
        var kinds = book.MeaningsOf(List).ToHashSet();
        foreach (var (last, row) in answers)
        {
            foreach (var id in row.Values.Append(last).Where(id => id != AfterAny && !isAnswer(id))) faults.Add($"{Answers}: {last}: there is no answer '{id}'");
            foreach (var kind in row.Keys.Where(kind => !kinds.Contains(kind))) faults.Add($"{Answers}: {last}: '{kind}' is none of {string.Join(", ", kinds)}");
        }

        return new FollowUps(book, answers);
    }

    /// <summary>What the whole message asks; null when it is no such words, or more than them.</summary>
    public string? KindOf(string text) => book[List].Find(book.Read(text)).Select(found => found.Rule.Means).FirstOrDefault();

    /// <summary>The answer it means after that one; null when the clinic named none.</summary>
    public string? AnswerTo(string kind, string lastAnswer) =>
        answers.GetValueOrDefault(lastAnswer)?.GetValueOrDefault(kind) ?? answers.GetValueOrDefault(AfterAny)?.GetValueOrDefault(kind);

    private static Dictionary<string, Dictionary<string, string>> Read(string path, List<string> faults)
    {
        try
        {
            using var text = File.OpenText(path);
            return new DeserializerBuilder().Build().Deserialize<Dictionary<string, Dictionary<string, string>>?>(text) ?? [];
        }
        catch (Exception error) when (error is YamlException or FileNotFoundException)
        {
            faults.Add($"{Answers}: {error.Message}");
            return [];
        }
    }
}
