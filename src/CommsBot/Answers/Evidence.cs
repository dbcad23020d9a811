namespace CommsBot.Answers;

/// <summary>One answer with what speaks for it. <paramref name="Blend"/> orders candidates.</summary>
/// <param name="Share">The classifier's probability.</param>
internal readonly record struct Candidate(Ranked Ranked, double Share)
{
    private const double ShareWeight = 0.7;

    public string Id => Ranked.Id;
    public double Blend => ShareWeight * Share + (1 - ShareWeight) * Ranked.Score;
}

/// <summary>
/// The signs by which a question's best candidate is trusted, and the trust itself: the probability that it is right, by a logistic formula whose
/// weights were fitted on questions written separately from the asks (part train of <c>dialogs/evaluation</c>; benchmark <c>evidence</c>).
/// </summary>
internal static class Evidence
{
    /// <summary>
    /// Bias; share; lead; ranking score; another subject; likeness to what is not ours; words about a subject; unknown words without any of our main
    /// words; part of the subject no ask has; part of the subject the candidate's asks have.
    /// </summary>
    private static readonly double[] Weights = [-1.51, 2.58, 2.10, 0.43, -0.86, -2.26, 0.60, -0.42, -0.24, 0.73];

    /// <summary>For the benchmark that fits them anew.</summary>
    public static IReadOnlyList<double> Fitted => Weights;

    public static double Trust(AnswerIndex index, IReadOnlyList<Term> question, IReadOnlyList<Candidate> candidates, double elsewhere)
    {
        var signs = Signs(index, question, candidates, elsewhere);
        var sum = 0.0;
        for (var i = 0; i < signs.Length; i++) sum += Weights[i] * signs[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>How much of what the question is about has the property; 0 when it is about nothing.</summary>
    private static double Part(IReadOnlyList<Term> question, Func<Term, bool> has)
    {
        var about = question.Where(t => t.Weight >= 1).ToList();
        return about.Count == 0 ? 0 : (double)about.Count(has) / about.Count;
    }

    public static double[] Signs(AnswerIndex index, IReadOnlyList<Term> question, IReadOnlyList<Candidate> candidates, double elsewhere)
    {
        var best = candidates[0];
        var strange = question.Any(t => !index.Asks(t)) && !question.Any(index.IsMain);
        return
        [
            1,
            best.Share,
            best.Blend - (candidates.Count > 1 ? candidates[1].Blend : 0),
            best.Ranked.Score,
            index.Covers(best.Id, question) ? 0 : 1,
            elsewhere,
            Math.Min(question.Count(t => t.IsSubject), 5) / 5.0,
            strange ? 1 : 0,
            Part(question, t => !index.Asks(t)),
            Part(question, t => index.AskedIn(best.Id, t)),
        ];
    }
}
