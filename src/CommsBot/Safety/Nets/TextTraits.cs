using CommsBot.Content;
using CommsBot.Safety.Phrases;

namespace CommsBot.Safety.Nets;

/// <summary>
/// What a net sees of a message, each as a number: its words, pairs of neighbours, pairs with one word between, the same and threes with kinds of
/// words in the place of words, and runs of letters.
/// </summary>
internal static class TextTraits
{
    /// <summary>Traits are numbers below this; a net with fewer rows takes their lower bits.</summary>
    public const int Most = 1 << 20;

    private const int LongestMessage = 120;

    /// <summary>A phone number is no reading, dose or age: its three parts are one trait.</summary>
    private const string Phone = "#phone";
    private const int PhoneParts = 3;

    /// <summary>Each trait of the words <paramref name="from"/> up to, not with, <paramref name="to"/> once; of more than <see cref="LongestMessage"/> words, the first.</summary>
    public static int[] Of(Words words, IReadOnlyList<Sign> signs, int from, int to)
    {
        to = Math.Min(to, from + LongestMessage);
        var texts = new List<string>(to - from + 2) { "^" };
        var kinds = new List<string>(to - from + 2) { "^" };
        for (var at = from; at < to; at++)
        {
            if (words.IsHarmless(at)) continue;
            if (IsPhone(words, at, to))
            {
                texts.Add(Phone);
                kinds.Add(Phone);
                at += PhoneParts - 1;
                continue;
            }

            texts.Add(double.IsNaN(words[at].Number) ? words[at].Text : NumberClass(words[at].Number));
            kinds.Add(double.IsNaN(words[at].Number) ? words[at].Kind : texts[^1]);
        }

        texts.Add("$");
        kinds.Add("$");
        var traits = new HashSet<int>(20 * texts.Count);
        for (var at = 0; at < texts.Count; at++)
        {
            traits.Add(Hash("w", texts[at]));
            if (at > 0) traits.Add(Hash("p", texts[at - 1], texts[at]));
            if (at > 1) traits.Add(Hash("s", texts[at - 2], texts[at]));
        }
        AddSounds(texts, traits);
        AddKinds(kinds, traits);
        foreach (var sign in signs)
            if (sign.Place >= from && sign.Place < to) traits.Add(Hash("r", sign.Name));
        AddLetterRuns(texts, traits);
        return [.. traits];
    }

    private static void AddKinds(List<string> kinds, HashSet<int> traits)
    {
        for (var at = 0; at < kinds.Count; at++)
        {
            if (IsKind(kinds[at])) traits.Add(Hash("w", kinds[at]));
            if (at > 0 && (IsKind(kinds[at - 1]) || IsKind(kinds[at]))) traits.Add(Hash("p", kinds[at - 1], kinds[at]));
            if (at <= 1) continue;
            if (IsKind(kinds[at - 2]) || IsKind(kinds[at])) traits.Add(Hash("s", kinds[at - 2], kinds[at]));
            traits.Add(Hash("t", kinds[at - 2], $"{kinds[at - 1]} {kinds[at]}"));
        }
    }

    private static bool IsKind(string word) => word[0] == '<';

    /// <summary>Words and pairs once more as they sound in Spanish, where many write by ear: "me boy a kitar la bida".</summary>
    private static void AddSounds(List<string> texts, HashSet<int> traits)
    {
        var before = "";
        foreach (var text in texts)
        {
            var sound = SpanishSound.Of(text);
            traits.Add(Hash("f", sound));
            if (before.Length > 0) traits.Add(Hash("g", before, sound));
            before = sound;
        }
    }

    private static void AddLetterRuns(List<string> texts, HashSet<int> traits)
    {
        for (var at = 1; at < texts.Count - 1; at++)
        {
            var word = "_" + texts[at] + "_";
            for (var length = 4; length <= 5; length++)
                for (var start = 0; start + length <= word.Length; start++) traits.Add(Hash("c", word.AsSpan(start, length)));
        }
    }

    private static bool IsPhone(Words words, int at, int to) =>
        at + PhoneParts <= to && words[at].Number is > 199 and < 1000 && words[at + 1].Number is > 99 and < 1000 && words[at + 2].Number is >= 0 and < 10_000;

    private static string NumberClass(double number) => number switch
    {
        < 4 => "#1",
        < 10 => "#9",
        < 70 => "#69",
        < 180 => "#179",
        < 400 => "#399",
        _ => "#big",
    };

    private static int Hash(string kind, ReadOnlySpan<char> a, ReadOnlySpan<char> b = default)
    {
        var hash = Mix(Mix(2166136261, kind), a);
        if (!b.IsEmpty) hash = Mix(Mix(hash, " "), b);
        return (int)((hash ^ (hash >> 16)) & (Most - 1));
    }

    private static uint Mix(uint hash, ReadOnlySpan<char> text)
    {
        foreach (var letter in text) hash = (hash ^ letter) * 16777619;
        return hash;
    }
}
