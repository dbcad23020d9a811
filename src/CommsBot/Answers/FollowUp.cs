using System.Text.RegularExpressions;
using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>Questions that only make sense after the last answer: "and for kids?", "how long does that last?", "¿y después?".</summary>
internal static partial class FollowUp
{
    private const int MostWords = 7;
    private const int Considered = 20;
    private const double Borrowed = 0.5;

    /// <summary>True when the words are few and say "it", "that", "eso": they mean nothing without the last answer.</summary>
    public static bool Points(string question) => IsShort(question) && Pointing().IsMatch(question);

    /// <summary>True when the words are few and go on from the last answer: "and …", "what about …", or one subject word alone.</summary>
    public static bool Continues(string question, IReadOnlyList<Term> terms, AnswerIndex index) =>
        IsShort(question) && (Joining().IsMatch(question) || terms.Count(t => t.IsSubject) <= 1 && terms.All(t => !t.IsSubject || index.Knows(t)));

    private static bool IsShort(string question) => PlainText.Words(question).Count <= MostWords;

    /// <summary>
    /// The answer meant after the last one, or null. The question is ranked with the last answer's title words added; only that answer, its related
    /// ones and its topic can win, and only by words of the question itself.
    /// </summary>
    public static AnswerMatch? Find(IReadOnlyList<Term> terms, AnswerIndex index, ContentLibrary library, string lastAnswerId)
    {
        if (library.AnswerOrFallback(lastAnswerId, Language.English) is not { } last) return null;
        var own = terms.Select(t => t.Stem).ToHashSet();
        var borrowed = index.Read(last.Title).Where(t => t.IsSubject && !own.Contains(t.Stem)).Select(t => t with { Weight = Borrowed });
        var near = index.Rank([.. terms, .. borrowed], Considered)
            .Where(r => IsNear(r.Id, last, library) && index.Hears(r.Id, terms) && index.Covers(r.Id, terms))
            .ToList();
        return Decision.LeadsNear(near) ? new AnswerMatch(near[0].Id, Math.Round(near[0].Score, 3)) : null;
    }

    private static bool IsNear(string id, Answer last, ContentLibrary library) =>
        id == last.Id || last.Related.Contains(id) || last.Topic is not null && library.AnswerOrFallback(id, last.Language)?.Topic == last.Topic;

    [GeneratedRegex(@"^[\s¿]*(and|but|or|what about|how about|y|pero|o)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Joining();

    [GeneratedRegex(@"\b(it|that|this|they|them|those|these|eso|esto|esos|esas|ello)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Pointing();
}
