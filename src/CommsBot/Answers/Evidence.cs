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
/// weights were fitted on questions written separately from the asks (part train of <c>dialogs/evaluation</c>).
/// </summary>
internal static class Evidence
{
    /// <summary>Bias; share; lead; ranking score; another subject; likeness to what is not ours; words about a subject; unknown words without any of our main words.</summary>
    private static readonly double[] Weights = [-2.79, 2.57, 2.56, 1.75, -1.47, -1.09, 1.06, -0.64];

    public static double Trust(AnswerIndex index, IReadOnlyList<Term> question, IReadOnlyList<Candidate> candidates, double elsewhere)
    {
        var signs = Signs(index, question, candidates, elsewhere);
        var sum = 0.0;
        for (var i = 0; i < signs.Length; i++) sum += Weights[i] * signs[i];
        return 1 / (1 + Math.Exp(-sum));
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
        ];
    }
}
