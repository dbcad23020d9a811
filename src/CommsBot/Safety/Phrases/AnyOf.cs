namespace CommsBot.Safety.Phrases;

/// <summary>Alternatives, looked up by the word that stands at the place, so that a group of many phrases costs little.</summary>
internal sealed class AnyOf : Pattern
{
    private readonly Dictionary<int, Pattern[]> byFirst;
    private readonly Pattern[] always;
    private readonly bool startsAnyhow;
    private readonly bool empty;

    public AnyOf(IEnumerable<Pattern> choices)
    {
        var buckets = new Dictionary<int, List<Pattern>>();
        var others = new List<Pattern>();
        foreach (var choice in choices)
        {
            var first = new FirstWords();
            var canBeEmpty = choice.AddFirst(first);
            empty |= canBeEmpty;
            startsAnyhow |= first.Any;
            if (canBeEmpty || first.Any) others.Add(choice);
            foreach (var id in first.Ids) Bucket(buckets, id, canBeEmpty || first.Any ? null : choice);
        }

        always = [.. others];
        byFirst = buckets.ToDictionary(bucket => bucket.Key, bucket => bucket.Value.ToArray());
        byFirst.TrimExcess();
    }

    public override ulong Lengths(Words words, int at, int end)
    {
        var lengths = 0UL;
        foreach (var choice in always) lengths |= choice.Lengths(words, at, end);
        if (at >= end) return lengths;
        foreach (var id in words.IdsAt(at))
            if (byFirst.TryGetValue(id, out var choices))
                foreach (var choice in choices) lengths |= choice.Lengths(words, at, end);
        return lengths;
    }

    public override bool AddFirst(FirstWords first)
    {
        first.Any |= startsAnyhow;
        first.Ids.UnionWith(byFirst.Keys);
        return empty;
    }

    // A choice that is tried everywhere still tells which words the group can begin with: its bucket stays empty.
    private static void Bucket(Dictionary<int, List<Pattern>> buckets, int id, Pattern? choice)
    {
        if (!buckets.TryGetValue(id, out var bucket)) bucket = buckets[id] = [];
        if (choice is not null) bucket.Add(choice);
    }
}
