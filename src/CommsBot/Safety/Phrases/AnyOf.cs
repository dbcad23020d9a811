namespace CommsBot.Safety.Phrases;

/// <summary>Alternatives, looked up by the word that stands at the place, so that a group of many phrases costs little.</summary>
internal sealed class AnyOf : Pattern
{
    private readonly Dictionary<int, List<Pattern>> byFirst = [];
    private readonly List<Pattern> always = [];
    private readonly FirstWords firstWords = new();
    private readonly bool empty;

    public AnyOf(IEnumerable<Pattern> choices)
    {
        foreach (var choice in choices)
        {
            var first = new FirstWords();
            var canBeEmpty = choice.AddFirst(first);
            empty |= canBeEmpty;
            firstWords.Any |= first.Any;
            firstWords.Ids.UnionWith(first.Ids);
            if (canBeEmpty || first.Any) always.Add(choice);
            else foreach (var id in first.Ids) Bucket(id).Add(choice);
        }
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
        first.Any |= firstWords.Any;
        first.Ids.UnionWith(firstWords.Ids);
        return empty;
    }

    private List<Pattern> Bucket(int id) => byFirst.TryGetValue(id, out var list) ? list : byFirst[id] = [];
}
