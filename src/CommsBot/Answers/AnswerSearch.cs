using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>
/// Finds the curated answers to a patient's words, or says that there are none. Built once from the content, beside the start of the service: a question in the first second waits for it. Safe for many threads; no input and
/// no network. Being silent about what the answers do not cover matters more than finding everything.
/// </summary>
internal sealed class AnswerSearch
{
    private const int MostAnswers = 3;

    private readonly ContentLibrary _library;
    private readonly Dictionary<Language, Task<AnswerIndex>> _indexes;

    public AnswerSearch(ContentLibrary library)
    {
        _library = library;
        _indexes = Enum.GetValues<Language>().ToDictionary(
            language => language,
            language => Task.Run(() => new AnswerIndex(
                language, [.. library.Answers.Where(a => a.Language == language).OrderBy(a => a.Id, StringComparer.Ordinal)], library.SearchWords)));
    }

    /// <summary>Ends when every language's index is built.</summary>
    public Task Ready => Task.WhenAll(_indexes.Values);

    /// <param name="conversation">The conversation's language, used when the message does not tell its own.</param>
    /// <param name="lastAnswerId">The answer the patient read last, for follow-ups such as "and for kids?".</param>
    public SearchOutcome Find(string question, Language conversation, string? lastAnswerId = null)
    {
        var language = LanguageGuess.Of(question, conversation);
        var outcome = Find(question, language, Index(language), lastAnswerId);
        if (outcome is not SearchOutcome.NotFound) return outcome;

        // People mix languages, and an answer may exist in one only. A second look must be sure, not merely close.
        var other = language == Language.English ? Language.Spanish : Language.English;
        if (!LanguageGuess.Mixes(question, other)) return outcome;
        var second = Find(question, language, Index(other), lastAnswerId);
        return second is SearchOutcome.Found { OpenQuestions: 0 } ? second : outcome;
    }

    /// <summary>True when the words alone do not say which language they are, e.g. "ketamine?".</summary>
    public static bool TellsNoLanguage(string question) => LanguageGuess.Of(question, Language.English) != LanguageGuess.Of(question, Language.Spanish);

    /// <summary>The raw ranking behind a decision, for <c>evaluate</c> to explain a miss.</summary>
    public IReadOnlyList<AnswerMatch> Top(string question, Language language)
    {
        var index = Index(language);
        return Decision.Candidates(index, index.Read(question));
    }

    /// <summary>The best candidate of one question with the signs it is trusted by, for fitting their weights; null without a candidate.</summary>
    public (string Best, double[] Signs)? Signs(string question, Language language)
    {
        var index = Index(language);
        var terms = index.Read(question);
        if (terms.Count == 0 || index.Weigh(terms) is not { Best: [var best, ..] candidates } weighed) return null;
        return (best.Id, Evidence.Signs(index, terms, candidates, weighed.Elsewhere));
    }

    private AnswerIndex Index(Language language) => _indexes[language].GetAwaiter().GetResult();

    private SearchOutcome Find(string question, Language language, AnswerIndex index, string? lastAnswerId)
    {
        var sentences = QuestionSplit.Sentences(question);
        if (sentences is [var asking] && Tells(question, asking, index)) sentences = [question];
        var parts = sentences.SelectMany(sentence => Halves(sentence, index)).ToList();
        if (parts.Count == 1) return One(parts[0], language, index, lastAnswerId);

        var found = new List<AnswerMatch>();
        var open = 0;
        foreach (var part in parts)
        {
            var last = found.Count > 0 ? found[^1].Id : lastAnswerId;
            if (Part(part, last) is SearchOutcome.Found { Answers: [var match] })
            {
                if (found.TrueForAll(f => f.Id != match.Id)) found.Add(match);
            }
            else if (found.Count == 0 || !FollowUp.HalfPoints(part) || Best(question, index) != found[^1].Id)
            {
                open++;
            }
        }
        if (found.Count == 0) return One(IsLongStory(question) ? parts.MaxBy(part => Trust(part, index))! : question, language, index, lastAnswerId);
        found = Meant(found, Decision.Candidates(index, index.Read(question)));
        return new SearchOutcome.Found(language, [.. found.Take(MostAnswers)], open + Math.Max(0, found.Count - MostAnswers));

        // "…, and how do I know which one I'm in?" speaks of what was just answered: another subject must be meant beyond doubt.
        SearchOutcome Part(string part, string? last) =>
            One(part, language, index, last, found.Count > 0 && FollowUp.HalfPoints(part) ? Decision.QuotedAlone : Decision.QuotedPart);
    }

    /// <summary>Where the whole message is surely about one of the answers found, its other sentences mostly tell more of the same: another answer must be as sure.</summary>
    private static List<AnswerMatch> Meant(List<AnswerMatch> found, IReadOnlyList<AnswerMatch> whole) =>
        whole is [{ Confidence: >= Decision.QuotedAlone } best, ..] && found.Exists(match => match.Id == best.Id)
            ? found.FindAll(match => match.Id == best.Id || match.Confidence >= Decision.QuotedAlone)
            : found;

    /// <summary>True when the message as a whole is understood, or better than the one sentence of it that asks: "Mine was called RSD. Same thing?"</summary>
    private static bool Tells(string message, string asking, AnswerIndex index)
    {
        if (message.Length == asking.Length) return false;
        var whole = Trust(message, index);
        if (whole >= Decision.Quoted) return true;
        var alone = Trust(asking, index);
        return whole < Decision.Foreign && !AsksClearly(message, asking, alone) || whole > alone;
    }

    /// <summary>True when a long story ends in one question that is understood by itself: "My daughter is fifteen … do you treat teenagers at all?"</summary>
    private static bool AsksClearly(string message, string asking, double alone) =>
        alone >= (IsLongStory(message) ? Decision.Offered : Decision.QuotedAlone)
        && PlainText.Words(message).Count >= Decision.StoryWords && PlainText.Words(asking).Count >= Decision.ClearWords;

    private static bool IsLongStory(string message) => PlainText.Words(message).Count >= Decision.LongStoryWords;

    private static string? Best(string text, AnswerIndex index) => Decision.Candidates(index, index.Read(text)) is [var best, ..] ? best.Id : null;

    private static double Trust(string text, AnswerIndex index) => Decision.Candidates(index, index.Read(text)) is [var best, ..] ? best.Confidence : 0;

    private static IReadOnlyList<string> Halves(string sentence, AnswerIndex index)
    {
        var halves = QuestionSplit.Halves(sentence);
        if (halves.Count == 1 || Trust(sentence, index) < Decision.Foreign) return [sentence];
        var whole = Decision.Of(index, index.Read(sentence), Language.English) is SearchOutcome.Found;
        var quoted = whole ? Decision.Quoted : Decision.QuotedPart;
        var found = halves.Count(half => Decision.Of(index, index.Read(half), Language.English, quoted) is SearchOutcome.Found);
        return found == halves.Count || found > 0 && QuestionSplit.Begins(halves[0]) ? halves : [sentence];
    }

    private SearchOutcome One(string question, Language language, AnswerIndex index, string? lastAnswerId, double quoted = Decision.Quoted)
    {
        var terms = index.Read(question);
        if (lastAnswerId is not null && FollowUp.Points(question) && Leaning() is { } pointed) return pointed;
        var outcome = Decision.Of(index, terms, language, quoted);
        if (outcome is SearchOutcome.Found || lastAnswerId is null || !FollowUp.Continues(question, terms, index)) return outcome;
        return Leaning() ?? outcome;

        SearchOutcome? Leaning() =>
            FollowUp.Find(terms, index, _library, lastAnswerId) is { } match ? new SearchOutcome.Found(language, [match], 0) : null;
    }
}
