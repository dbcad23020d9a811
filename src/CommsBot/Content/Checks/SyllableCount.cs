namespace CommsBot.Content.Checks;

/// <summary>Counts spoken syllables by spelling; numbers count as one.</summary>
internal static class SyllableCount
{
    /// <summary>Words the spelling rules get wrong and patients read often here.</summary>
    private static readonly Dictionary<string, int> Known = new()
    {
        ["people"] = 2, ["every"] = 2, ["everything"] = 3, ["everyone"] = 3, ["evening"] = 2, ["something"] = 2, ["sometimes"] = 2, ["someone"] = 2,
        ["being"] = 2, ["doing"] = 2, ["going"] = 2, ["seeing"] = 2, ["idea"] = 3, ["science"] = 2, ["quiet"] = 2, ["diet"] = 2, ["before"] = 2,
        ["business"] = 2, ["different"] = 2, ["several"] = 2, ["somewhere"] = 2, ["anywhere"] = 3, ["therefore"] = 2, ["lives"] = 1, ["moment"] = 2,
        ["create"] = 2, ["area"] = 3, ["anxious"] = 2, ["once"] = 1, ["one's"] = 1, ["clothes"] = 1, ["eyes"] = 1, ["times"] = 1, ["minutes"] = 2,
        ["sleeves"] = 1, ["ride"] = 1, ["homemade"] = 2, ["sideeffect"] = 3, ["safety"] = 2, ["lifeline"] = 2, ["hopeless"] = 2, ["careful"] = 2,
        ["useful"] = 2, ["likely"] = 2, ["closely"] = 2, ["nicely"] = 2, ["surely"] = 2, ["rarely"] = 2, ["lonely"] = 2, ["name's"] = 1,
    };

    public static int English(string word)
    {
        var letters = word.ToLowerInvariant().Replace('’', '\'');
        if (Known.TryGetValue(letters, out var known)) return known;
        letters = letters.Split('\'')[0];
        if (letters.Length == 0 || !letters.Any(char.IsLetter)) return 1;

        var count = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            if (IsVowel(letters, i) && (i == 0 || !IsVowel(letters, i - 1) || IsHiatus(letters, i))) count++;
        }
        return Math.Max(1, count - SilentEnd(letters));
    }

    /// <summary>Two strong vowels, or an accented weak one, part into two syllables; everything else between consonants is one.</summary>
    public static int Spanish(string word)
    {
        var letters = word.ToLowerInvariant().Replace("qu", "k").Replace("gue", "ge").Replace("gui", "gi");
        var count = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            if (!IsSpanishVowel(letters, i)) continue;
            if (i == 0 || !IsSpanishVowel(letters, i - 1)) count++;
            else if (Splits(letters[i - 1], letters[i])) count++;
        }
        return Math.Max(1, count);
    }

    private static bool IsVowel(string word, int at) => word[at] is 'a' or 'e' or 'i' or 'o' or 'u' || word[at] == 'y' && at > 0;

    /// <summary>True when the vowel begins a syllable of its own although a vowel stands before it: per-i-od, var-i-ous, sit-u-a-tion, vid-e-o.</summary>
    private static bool IsHiatus(string word, int at)
    {
        var consonant = at > 1 ? word[at - 2] : ' ';
        return (word[at - 1], word[at]) switch
        {
            ('i', 'o') => consonant is not ('t' or 's' or 'c' or 'g' or 'x'),
            ('i', 'a' or 'u') => consonant is not ('t' or 's' or 'c'),
            ('i', 'e') => IsEntEnd(word, at),
            ('u', 'a') => consonant is not ('q' or 'g' or 's'),
            ('e', 'o') => true,
            ('y', 'i') => true,
            _ => false,
        };
    }

    private static bool IsEntEnd(string word, int at) => word.AsSpan(at).StartsWith("ent") || word.AsSpan(at).StartsWith("ence") || word.AsSpan(at) is "et";

    private static int SilentEnd(string word)
    {
        if (word.Length < 3) return 0;
        if (word.EndsWith("le") || word.EndsWith("les")) return IsVowel(word, word.EndsWith('s') ? word.Length - 4 : word.Length - 3) ? 1 : 0;
        if (word.EndsWith('e') && !IsVowel(word, word.Length - 2)) return 1;
        if (word.EndsWith("ed") && !IsVowel(word, word.Length - 3) && word[^3] is not ('t' or 'd')) return 1;
        if (word.EndsWith("es") && !IsVowel(word, word.Length - 3) && word[^3] is not ('s' or 'x' or 'z' or 'c' or 'g') && !word.EndsWith("ches") && !word.EndsWith("shes")) return 1;
        if (word.EndsWith("ely") || word.EndsWith("eful") || word.EndsWith("eless") || word.EndsWith("ement")) return 1;
        return 0;
    }

    private static bool IsSpanishVowel(string word, int at) =>
        word[at] is 'a' or 'e' or 'i' or 'o' or 'u' or 'á' or 'é' or 'í' or 'ó' or 'ú' or 'ü' || word[at] == 'y' && at == word.Length - 1;

    private static bool Splits(char first, char second) => IsStrong(first) && IsStrong(second) || first is 'í' or 'ú' || second is 'í' or 'ú';

    private static bool IsStrong(char vowel) => vowel is 'a' or 'e' or 'o' or 'á' or 'é' or 'ó';
}
