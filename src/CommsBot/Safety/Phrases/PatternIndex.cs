using System.Numerics;

namespace CommsBot.Safety.Phrases;

/// <summary>Finds which of many patterns begin at each place, trying only those that can begin with the word that stands there.</summary>
internal sealed class PatternIndex<T>
{
    private readonly Dictionary<int, (Pattern Pattern, T Value)[]> byFirst;
    private readonly (Pattern Pattern, T Value)[] always;

    public PatternIndex(IEnumerable<(Pattern Pattern, T Value)> entries)
    {
        var others = new List<(Pattern, T)>();
        var buckets = new Dictionary<int, List<(Pattern, T)>>();
        foreach (var entry in entries)
        {
            var first = new FirstWords();
            if (entry.Pattern.AddFirst(first) || first.Any) others.Add(entry);
            else foreach (var id in first.Ids) (buckets.TryGetValue(id, out var list) ? list : buckets[id] = []).Add(entry);
        }

        always = [.. others];
        byFirst = buckets.ToDictionary(bucket => bucket.Key, bucket => bucket.Value.ToArray());
    }

    /// <summary>Place, greatest length in words (at least one) and value of each match.</summary>
    public IEnumerable<(int Place, int Length, T Value)> Matches(Words words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var end = words.EndOfSentence(at);
            foreach (var (pattern, value) in always)
                if (LengthOf(pattern, words, at, end) is > 0 and var length) yield return (at, length, value);
            foreach (var id in words.IdsAt(at))
            {
                if (!byFirst.TryGetValue(id, out var candidates)) continue;
                foreach (var (pattern, value) in candidates)
                    if (LengthOf(pattern, words, at, end) is > 0 and var length) yield return (at, length, value);
            }
        }
    }

    private static int LengthOf(Pattern pattern, Words words, int at, int end) => BitOperations.Log2(pattern.Lengths(words, at, end) | 1);
}
