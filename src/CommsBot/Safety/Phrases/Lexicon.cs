namespace CommsBot.Safety.Phrases;

/// <summary>
/// How patients write words: short forms and what they stand for, the words whose typing errors are forgiven,
/// and ordinary words that must never be taken for such an error.
/// </summary>
internal sealed class Lexicon(
    IReadOnlyDictionary<string, string[]> spellings, IReadOnlyList<string> forgiven, IReadOnlySet<string> ordinary, IReadOnlyDictionary<string, string> kinds,
    IReadOnlyDictionary<string, string[]> pictures)
{
    private readonly ILookup<char, string> byFirstLetter = forgiven.ToLookup(word => word[0]);
    private readonly HashSet<string> forgivenSet = [.. forgiven];

    /// <summary>What a short form stands for, for example <c>kms</c>: kill, myself. Null if it is none.</summary>
    public string[]? Meaning(string word) => spellings.GetValueOrDefault(word);

    /// <summary>The message with its pictures said in words.</summary>
    public string InWords(string message)
    {
        if (message.All(char.IsAscii)) return message;
        foreach (var (picture, words) in pictures)
            if (message.Contains(picture, StringComparison.Ordinal)) message = message.Replace(picture, $" {string.Join(' ', words)} ", StringComparison.Ordinal);
        return message;
    }

    /// <summary>The kind of a word, marked so that no word is taken for one; the word itself when it is of none.</summary>
    public string KindOf(string word) => kinds.GetValueOrDefault(word, word);

    public bool IsKnown(string word) => ordinary.Contains(word) || forgivenSet.Contains(word) || spellings.ContainsKey(word) || kinds.ContainsKey(word);

    public bool IsForgiven(string word) => forgivenSet.Contains(word);

    /// <summary>The word that was meant: one slip away for words of five to eight letters, up to two from nine letters on. Null if none is near.</summary>
    public string? Meant(string word)
    {
        if (word.Length is < 4 or > 20) return null;
        string? best = null;
        var nearest = int.MaxValue;
        foreach (var candidate in byFirstLetter[word[0]].Concat(word[1] == word[0] ? [] : byFirstLetter[word[1]]))
        {
            if (candidate.Length < 5 || Math.Abs(candidate.Length - word.Length) > 2) continue;
            var allowed = candidate.Length < 9 ? 1 : 2;
            var slips = Slips(word, candidate);
            if (slips > allowed || slips >= nearest || (candidate[0] != word[0] && slips > 1)) continue;
            (best, nearest) = (candidate, slips);
        }
        return best;
    }

    /// <summary>The forgiven word that a starred one hides, <c>s*icide</c>; each star is one letter.</summary>
    public string? Starred(string word) =>
        byFirstLetter[word[0]].FirstOrDefault(candidate =>
            candidate.Length == word.Length && candidate.Zip(word).All(pair => pair.Second == '*' || pair.First == pair.Second));

    /// <summary>Letters added, left out, changed or swapped with their neighbour.</summary>
    private static int Slips(string a, string b)
    {
        Span<int> before = stackalloc int[24], last = stackalloc int[24], row = stackalloc int[24];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            last.CopyTo(before);
            row.CopyTo(last);
        }
        return last[b.Length];
    }
}
