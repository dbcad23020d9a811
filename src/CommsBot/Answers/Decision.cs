using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>
/// When a ranking is an answer, a choice or nothing. The figures were set on questions of <c>dialogs/evaluation</c> (part train): silence about
/// what is not ours comes first, then never quoting a wrong answer, then finding.
/// </summary>
internal static class Decision
{
    /// <summary>From here on the best answer is quoted when it leads by <see cref="Lead"/>.</summary>
    public const double Sure = 0.57;

    /// <summary>The share of its own score by which the best must lead the second; a smaller lead is asked back.</summary>
    public const double Lead = 0.12;

    /// <summary>A weaker answer is quoted when nothing else comes near: it leads by <see cref="ClearLead"/>.</summary>
    public const double Clear = 0.47;
    public const double ClearLead = 0.4;

    /// <summary>From here on answers are offered as a choice, together with those close behind.</summary>
    public const double Likely = 0.5;

    /// <summary>A way of asking nearly word for word needs no lead over one that is less so.</summary>
    public const double Exact = 0.93;

    /// <summary>Trust from which the best answer is quoted, and from which the likeliest are offered as a choice.</summary>
    public const double Quoted = 0.78;
    public const double Offered = 0.33;

    /// <summary>Enough for one of several questions in one message, and for a question that leans on the last answer: they are short by nature.</summary>
    public const double QuotedPart = 0.76;
    public const double QuotedNear = 0.68;

    /// <summary>A message trusted less than this as a whole is about something else; its parts are not looked at alone.</summary>
    public const double Foreign = 0.12;

    /// <summary>From so many words on a message tells a story; a question of at least so many words in it, trusted this much, is what it asks.</summary>
    public const int StoryWords = 18;
    public const int ClearWords = 5;
    public const double QuotedAlone = 0.93;

    /// <summary>From so many words on hardly anything but the question at the end says what is meant: it is looked at as if it stood alone.</summary>
    public const int LongStoryWords = 40;

    /// <summary>A choice holds the answers with at least this part of the best one's weight.</summary>
    private const double Close = 0.1;

    private const double Near = 0.5;
    private const int MostChoices = 3;

    /// <summary>A way of asking word for word but for small words; then no other doubt counts, unless another answer is surely meant: "bladder problems" is not "bladder problems already".</summary>
    private const double SameWords = 0.985;

    public static bool IsSure(IReadOnlyList<Ranked> ranked)
    {
        if (ranked.Count == 0) return false;
        var lead = LeadOver(ranked[0], ranked.Count > 1 ? ranked[1] : default);
        return ranked[0].Score >= Sure && lead >= Lead || ranked[0].Score >= Clear && lead >= ClearLead;
    }

    /// <summary>After a last answer the circle is small, so less is asked of the best in it.</summary>
    public static bool LeadsNear(IReadOnlyList<Ranked> near) =>
        near.Count > 0 && near[0].Score >= Near && LeadOver(near[0], near.Count > 1 ? near[1] : default) >= Lead;

    /// <param name="quoted">Trust from which the best answer is quoted.</param>
    public static SearchOutcome Of(AnswerIndex index, IReadOnlyList<Term> question, Language language, double quoted = Quoted)
    {
        if (index.Weigh(question) is { } weighed) return Trusted(index, question, language, weighed.Best, weighed.Elsewhere, quoted);
        var ranked = index.Rank(question).Where(r => r.BestAsk >= SameWords || index.Covers(r.Id, question)).ToList();
        if (IsSure(ranked)) return new SearchOutcome.Found(language, [Match(ranked[0])], 0);
        if (ranked.Count == 0 || ranked[0].Score < Likely) return new SearchOutcome.NotFound(language);
        var close = ranked.TakeWhile(r => LeadOver(ranked[0], r) < 2 * Lead).Take(MostChoices);
        return new SearchOutcome.Choices(language, [.. close.Select(Match)]);
    }

    /// <summary>The likeliest answers with the trust in the best one; each next has its part of it.</summary>
    public static IReadOnlyList<AnswerMatch> Candidates(AnswerIndex index, IReadOnlyList<Term> question)
    {
        if (index.Weigh(question) is not { } weighed) return [.. index.Rank(question, MostChoices).Select(Match)];
        var trust = Evidence.Trust(index, question, weighed.Best, weighed.Elsewhere);
        return [.. weighed.Best.Take(MostChoices).Select(c => new AnswerMatch(c.Id, Math.Round(trust * c.Blend / weighed.Best[0].Blend, 3)))];
    }

    private static SearchOutcome Trusted(AnswerIndex index, IReadOnlyList<Term> question, Language language, List<Candidate> best, double elsewhere, double quoted)
    {
        if (best.Count == 0 || question.Count == 0) return new SearchOutcome.NotFound(language);
        var trust = Evidence.Trust(index, question, best, elsewhere);
        if (best.Find(c => c.Ranked.BestAsk >= SameWords) is { Ranked.Id: { } same } && trust >= Offered && (trust < Quoted || same == best[0].Id))
            return new SearchOutcome.Found(language, [new AnswerMatch(same, 1)], 0);
        if (trust >= quoted) return new SearchOutcome.Found(language, [new AnswerMatch(best[0].Id, Math.Round(trust, 3))], 0);
        if (trust < Offered) return new SearchOutcome.NotFound(language);
        var close = best.TakeWhile(c => c.Blend >= Close * best[0].Blend).Take(MostChoices);
        return new SearchOutcome.Choices(language, [.. close.Select(c => new AnswerMatch(c.Id, Math.Round(trust * c.Blend / best[0].Blend, 3)))]);
    }

    private static double LeadOver(Ranked first, Ranked second)
    {
        if (first.BestAsk >= Exact && second.BestAsk < first.BestAsk - 0.02) return 1;
        return (first.Score - second.Score) / first.Score;
    }

    private static AnswerMatch Match(Ranked ranked) => new(ranked.Id, Math.Round(ranked.Score, 3));
}
