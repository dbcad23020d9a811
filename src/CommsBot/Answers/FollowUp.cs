using System.Text.RegularExpressions;
using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>Questions that only make sense after the last answer: "and for kids?", "how long does that last?", "¿y después?".</summary>
internal static partial class FollowUp
{
    private const int MostWords = 7;
    private const int MostHalfWords = 10;
    private const int MostJoinedWords = 16;
    private const int Considered = 20;
    private const int All = 1000;
    private const double Borrowed = 0.5;

    /// <summary>An answer that is not near but this much likelier means that the patient has changed the subject.</summary>
    private const double FarAhead = 0.4;

    /// <summary>True when the words are few and say "it", "that", "eso": they mean nothing without the last answer.</summary>
    public static bool Points(string question) => Points(question, MostWords);

    /// <summary>The same of a half of a message, which has more words than a message of its own.</summary>
    public static bool HalfPoints(string half) => Points(half, MostHalfWords);

    private static bool Points(string question, int most) => IsShort(question, most) && Pointing().IsMatch(question);

    /// <summary>True when the words are few and go on from the last answer: "and …", "what about …", or one subject word alone.</summary>
    public static bool Continues(string question, IReadOnlyList<Term> terms, AnswerIndex index) =>
        Joining().IsMatch(question) && IsShort(question, MostJoinedWords)
        || IsShort(question) && terms.Count(t => t.IsSubject) <= 1 && terms.All(t => !t.IsSubject || index.Knows(t));

    private static bool IsShort(string question, int most = MostWords) => PlainText.Words(question).Count <= most;

    /// <summary>
    /// The answer meant after the last one, or null. The question is ranked with the last answer's title words added; only that answer, its related
    /// ones and its topic can win, and only by words of the question itself.
    /// </summary>
    public static AnswerMatch? Find(IReadOnlyList<Term> terms, AnswerIndex index, ContentLibrary library, string lastAnswerId)
    {
        if (library.AnswerOrFallback(lastAnswerId, Language.English) is not { } last) return null;
        if (index.Weigh(terms, All) is { } weighed) return Trusted(terms, index, library, last, weighed.Best, weighed.Elsewhere);
        var own = terms.Select(t => t.Stem).ToHashSet();
        var borrowed = index.Read(last.Title).Where(t => t.IsSubject && !own.Contains(t.Stem)).Select(t => t with { Weight = Borrowed });
        var near = index.Rank([.. terms, .. borrowed], Considered)
            .Where(r => IsNear(r.Id, last, library) && index.Hears(r.Id, terms) && index.Covers(r.Id, terms))
            .ToList();
        return Decision.LeadsNear(near) ? new AnswerMatch(near[0].Id, Math.Round(near[0].Score, 3)) : null;
    }

    private static AnswerMatch? Trusted(
        IReadOnlyList<Term> terms, AnswerIndex index, ContentLibrary library, Answer last, List<Candidate> candidates, double elsewhere)
    {
        var near = candidates.Where(c => IsNear(c.Id, last, library) && index.Covers(c.Id, terms)).ToList();
        if (near.Count == 0 || near[0].Blend < FarAhead * candidates[0].Blend) return null;
        var trust = Evidence.Trust(index, terms, near, elsewhere);
        if (trust < Decision.QuotedNear || trust < Decision.Quoted && !index.Hears(near[0].Id, terms)) return null;
        return new AnswerMatch(near[0].Id, Math.Round(trust, 3));
    }

    private static bool IsNear(string id, Answer last, ContentLibrary library) =>
        id == last.Id || last.Related.Contains(id) || last.Topic is not null && library.AnswerOrFallback(id, last.Language)?.Topic == last.Topic;

    [GeneratedRegex(@"^[\s¿]*(and|but|or|so|then|what about|how about|what if|cause|because|i meant?|y|pero|o|entonces|ni|porque)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Joining();

    [GeneratedRegex(@"\b(it|that|this|they|them|those|these|which one|eso|esto|esos|esas|ello)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Pointing();
}
