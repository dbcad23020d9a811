namespace CommsBot.Answers;

/// <summary>How much a word tells: one that stands everywhere tells little.</summary>
internal static class Rarity
{
    /// <summary>A word in the asks of one answer in seven is one our answers turn around.</summary>
    private const int MainShare = 7;

    /// <summary>1 for a stem of one answer, falling with the logarithm of how many answers use it; stems of texts only count as in texts.</summary>
    public static Dictionary<string, double> Of(List<(int Answer, List<Term> Terms)> asks, List<List<Term>> texts)
    {
        var inAsks = asks.SelectMany(a => a.Terms.Select(t => (Stem: t.Key, a.Answer))).Distinct().CountBy(p => p.Stem).ToDictionary();
        var inTexts = texts.SelectMany(t => t.Select(term => term.Key).Distinct()).CountBy(stem => stem);
        foreach (var (stem, count) in inTexts) inAsks.TryAdd(stem, count);
        var whole = Math.Log(1 + texts.Count);
        return inAsks.ToDictionary(p => p.Key, p => Math.Log(1 + (double)texts.Count / p.Value) / whole);
    }

    /// <summary>The words our answers turn around.</summary>
    public static HashSet<string> MainWords(List<(int Answer, List<Term> Terms)> asks, int answers) =>
    [
        .. asks.SelectMany(a => a.Terms.Where(t => t.IsSubject).Select(t => (Stem: t.Key, a.Answer))).Distinct()
            .CountBy(p => p.Stem).Where(c => c.Value * MainShare >= answers).Select(c => c.Key),
    ];
}
