using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>
/// Repairs a misspelt word to one the answers use. Known words, words of the keep list, numbers and words under four letters stay as they are,
/// and the first letter must be right (or swapped with the second): a wrong repair would answer a question nobody asked. Spanish is written by ear
/// ("kuanto", "aser", "boi"): a word that sounds like a much commoner one is that one.
/// </summary>
internal sealed class SpellingRepair
{
    private const int Shortest = 4;
    private const int LongestDifference = 2;

    /// <summary>How many times as often a word must stand in the answers as the one that sounds like it.</summary>
    private const int MuchCommoner = 5;

    private readonly Dictionary<(char First, int Length), List<string>> _byStart = [];
    private readonly Dictionary<string, int> _counts;
    private readonly IReadOnlySet<string> _keep;
    private readonly Func<string, bool> _known;

    /// <summary>The commonest word of each sound that is common enough to be meant; empty where words are not written by ear.</summary>
    private readonly Dictionary<string, string> _bySound = [];

    /// <param name="known">True when the word is a form of a known one.</param>
    /// <param name="counts">The vocabulary with how often each word stands in it; between equal repairs the commoner word wins.</param>
    public SpellingRepair(Dictionary<string, int> counts, Func<string, bool> known, IReadOnlySet<string> keep, Language language)
    {
        if (language == Language.Spanish)
            foreach (var (word, _) in counts.Where(entry => entry.Value >= MuchCommoner).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)) _bySound.TryAdd(Sound(word), word);
        _known = known;
        _counts = counts;
        _keep = keep;
        foreach (var word in counts.Keys.Where(w => w.Length >= Shortest))
        {
            var start = (word[0], word.Length);
            if (!_byStart.TryGetValue(start, out var bucket)) _byStart[start] = bucket = [];
            bucket.Add(word);
        }
    }

    /// <summary>Every word of the answers and of <paramref name="more"/> with how often it stands there.</summary>
    public static Dictionary<string, int> Vocabulary(IReadOnlyList<Answer> answers, IEnumerable<string> more)
    {
        var counts = new Dictionary<string, int>();
        var words = answers.SelectMany(a => a.Asks.Prepend(a.Title).Append(Placeholders.LeaveOut(a.Web)).Append(a.Sms)).SelectMany(PlainText.Words);
        foreach (var word in words.Concat(more)) counts[word] = counts.GetValueOrDefault(word) + 1;
        return counts;
    }

    public string Repair(string word)
    {
        if (HeardAs(word) is { } commoner) return commoner;
        if (word.Length < Shortest || _counts.ContainsKey(word) || _known(word) || _keep.Contains(word) || word.Any(char.IsDigit)) return word;
        var limit = Limit(word.Length);
        var best = word;
        var bestDistance = limit + 1;
        foreach (var candidate in Candidates(word, limit))
        {
            var distance = EditDistance.Bounded(word, candidate, Math.Min(limit, bestDistance));
            if (distance > limit || word.Length == Shortest && !IsSwap(word, candidate)) continue;
            if (distance < bestDistance || distance == bestDistance && _counts[candidate] > _counts[best]) (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    private string? HeardAs(string word) =>
        _bySound.TryGetValue(Sound(word), out var commonest) && !_keep.Contains(word) && _counts[commonest] >= MuchCommoner * Math.Max(1, _counts.GetValueOrDefault(word)) ? commonest : null;

    /// <summary>A last y is an i: "boi", "ai".</summary>
    private static string Sound(string word) => SpanishSound.Of(word.EndsWith('y') ? word[..^1] + 'i' : word);

    /// <summary>Four letters are too few for any other mistake: "died" is not "diet".</summary>
    private static bool IsSwap(string word, string candidate) =>
        word.Length == candidate.Length && word.Order().SequenceEqual(candidate.Order());

    /// <summary>One mistake up to seven letters, two from eight.</summary>
    private static int Limit(int length) => length < 8 ? 1 : LongestDifference;

    private IEnumerable<string> Candidates(string word, int limit)
    {
        for (var length = word.Length - limit; length <= word.Length + limit; length++)
        {
            if (_byStart.TryGetValue((word[0], length), out var same))
            {
                foreach (var candidate in same) yield return candidate;
            }
        }
        if (!_byStart.TryGetValue((word[1], word.Length), out var swapped)) yield break;
        foreach (var candidate in swapped.Where(c => c[1] == word[0])) yield return candidate;
    }
}
