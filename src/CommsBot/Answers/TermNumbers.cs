namespace CommsBot.Answers;

/// <summary>Numbers in place of an index's words, so that each is held once.</summary>
/// <param name="keys">The keys of all its terms, each once.</param>
internal sealed class TermNumbers(IEnumerable<string> keys)
{
    private readonly Dictionary<string, int> _keys = keys.Index().ToDictionary(key => key.Item, key => key.Index);

    /// <summary>Stems that stand for another word than themselves, from 1: there are as many as the content lists.</summary>
    private readonly Dictionary<string, ushort> _synonyms = [];

    public int Count => _keys.Count;

    /// <summary>Null for a word that no answer has.</summary>
    public int? KeyOf(string key) => _keys.TryGetValue(key, out var number) ? number : null;

    /// <summary>The number of the term's stem among the synonyms of its key, 0 for the key itself; null for one that was never added.</summary>
    public ushort? StemOf(Term term)
    {
        if (term.Stem == term.Key) return 0;
        return _synonyms.TryGetValue(term.Stem, out var number) ? number : null;
    }

    public ushort Add(Term term)
    {
        if (StemOf(term) is { } known) return known;
        return _synonyms[term.Stem] = checked((ushort)(_synonyms.Count + 1));
    }
}
