namespace CommsBot.Safety.Phrases;

/// <summary>Numbers the words that patterns mention, so that matching compares integers. <c>suicid*</c> counts as one word.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> exact = [];
    private readonly Dictionary<string, int> prefixes = [];
    private int next;

    /// <summary>The number of a pattern word, given one if it is new. A trailing asterisk means every word that begins so.</summary>
    public int Add(string word)
    {
        var (table, key) = word.EndsWith('*') ? (prefixes, word[..^1]) : (exact, word);
        if (!table.TryGetValue(key, out var id)) table[key] = id = next++;
        return id;
    }

    public bool KnowsExactly(string word) => exact.ContainsKey(word);

    public bool Knows(string word) => exact.ContainsKey(word) || IdsOf(word).Length > 0;

    public int[] IdsOf(string word)
    {
        List<int>? found = null;
        if (exact.TryGetValue(word, out var id)) (found ??= []).Add(id);
        var lookup = prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = 2; length <= Math.Min(word.Length, 20); length++)
            if (lookup.TryGetValue(word.AsSpan(0, length), out id))
                (found ??= []).Add(id);
        return found is null ? [] : [.. found];
    }
}
