using System.Runtime.InteropServices;

namespace CommsBot.Answers;

/// <summary>A term at a place.</summary>
/// <param name="Place">A way of asking, or an answer.</param>
/// <param name="Stem">Which of its synonyms stands there.</param>
/// <param name="Value">What it is worth there.</param>
/// <remarks>There are a million of them: packed they are ten bytes each.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal readonly record struct Posting(int Place, ushort Stem, float Value);

/// <summary>Finds places (ways of asking, or answers) by a stem or by any of its synonyms. Filled once in the order of places, then only read.</summary>
internal sealed class Postings(TermNumbers numbers)
{
    /// <summary>Above this many places a word that hardly counts in its question is not followed: it would cost time and change nothing.</summary>
    private const int Common = 4000;

    private List<(int Key, Posting Posting)> _filling = [];

    /// <summary>By key, in the order of places; those of a key begin where <see cref="_starts"/> says and end where the next key's begin.</summary>
    private Posting[] _postings = [];
    private readonly int[] _starts = new int[numbers.Count + 1];

    public void Add(Term term, int place, double value)
    {
        _filling.Add((numbers.KeyOf(term.Key)!.Value, new Posting(place, numbers.Add(term), (float)value)));
    }

    public void Close()
    {
        _postings = [.. _filling.OrderBy(entry => entry.Key).Select(entry => entry.Posting)];
        foreach (var (key, _) in _filling) _starts[key + 1]++;
        for (var key = 0; key < numbers.Count; key++) _starts[key + 1] += _starts[key];
        _filling = [];
    }

    /// <summary>Adds what the term is worth at each place; of several synonyms at one place only the best counts.</summary>
    /// <param name="share">How much of the question the term is, 0 to 1.</param>
    public void AddTo(double[] scores, Term term, double weight, double share, double alike)
    {
        var postings = Of(term);
        if (postings.Length > Common && share < 0.02) return;
        var stem = numbers.StemOf(term);
        for (var i = 0; i < postings.Length;)
        {
            var place = postings[i].Place;
            var best = 0.0;
            for (; i < postings.Length && postings[i].Place == place; i++)
            {
                best = Math.Max(best, postings[i].Stem == stem ? postings[i].Value : postings[i].Value * alike);
            }
            scores[place] += weight * best;
        }
    }

    /// <summary>The term's postings at places from <paramref name="from"/> up to, not with, <paramref name="to"/>.</summary>
    public ReadOnlySpan<Posting> Between(Term term, int from, int to)
    {
        var postings = Of(term);
        return postings[FirstAt(postings, from)..FirstAt(postings, to)];
    }

    private ReadOnlySpan<Posting> Of(Term term) =>
        numbers.KeyOf(term.Key) is { } key ? _postings.AsSpan(_starts[key].._starts[key + 1]) : [];

    private static int FirstAt(ReadOnlySpan<Posting> postings, int place)
    {
        var (low, high) = (0, postings.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (postings[middle].Place < place) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
