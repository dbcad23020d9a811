using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace CommsBot.Answers;

/// <summary>One question as numbers: which features it has and how strongly. Both lists have the same length.</summary>
internal readonly record struct FeatureVector(int[] Ids, float[] Values);

/// <summary>
/// Turns terms into features: the words (a synonym counts as its group), neighbouring pairs, pairs of words about the subject a little apart
/// ("drive … home"), and the letters inside words (3 to 5 of them), which bear typing errors. Each kind is brought to its own length, so that a long
/// word does not outweigh the subject. Meets the asks first, then only reads: what it met once has no feature of its own, since that would teach
/// nothing but that one ask. A word about the subject without a feature counts as strange, in the asks as in a question: questions that are not ours
/// have several.
/// </summary>
internal sealed class AskFeatures
{
    private const float PairShare = 0.6f;
    private const float ApartShare = 0.6f;
    private const float LetterShare = 0.7f;
    private const int FarthestApart = 5;
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;

    private const int FewestMeetings = 2;
    private const string Strange = "strange";
    private const float StrangeShare = 0.7f;

    /// <summary>How often each was met, until <see cref="Close"/>.</summary>
    private Dictionary<ulong, int>? _met = [];

    /// <summary>Digests of the features' letters, in order, and the numbers they have: there are a hundred thousand, and nobody reads them.</summary>
    private ulong[] _digests = [];
    private int[] _ids = [];

    public int Count => _ids.Length;

    /// <summary>Gives every feature met often enough its number, in the order of meeting; from now on others are left out.</summary>
    public void Close()
    {
        _digests = [.. _met!.Where(met => met.Value >= FewestMeetings).Select(met => met.Key), Digest(Strange)];
        _ids = [.. Enumerable.Range(0, _digests.Length)];
        Array.Sort(_digests, _ids);
        _met = null;
    }

    public FeatureVector Of(IReadOnlyList<Term> terms)
    {
        var ids = new List<int>(96);
        var values = new List<float>(96);
        Words(terms, ids, values);
        Pairs(terms, ids, values);
        PairsApart(terms, ids, values);
        Letters(terms, ids, values);
        return new FeatureVector([.. ids], [.. values]);
    }

    private void Words(IReadOnlyList<Term> terms, List<int> ids, List<float> values)
    {
        var from = ids.Count;
        foreach (var term in terms)
        {
            var strength = MathF.Sqrt((float)term.Weight);
            if (!Add($"w:{term.Key}", strength, ids, values) && term.Weight >= 1) Add(Strange, StrangeShare, ids, values);
            if (term.Group is not null && term.Group != term.Stem) Add($"s:{term.Stem}", 0.5f * strength, ids, values);
            if (term.Outside) Add("outside", 1, ids, values);
        }
        Scale(values, from, 1);
    }

    private void Pairs(IReadOnlyList<Term> terms, List<int> ids, List<float> values)
    {
        var from = ids.Count;
        for (var i = 0; i + 1 < terms.Count; i++) Add($"p:{terms[i].Key} {terms[i + 1].Key}", 1, ids, values);
        Scale(values, from, PairShare);
    }

    private void PairsApart(IReadOnlyList<Term> terms, List<int> ids, List<float> values)
    {
        var from = ids.Count;
        for (var i = 0; i < terms.Count; i++)
        {
            for (var j = i + 2; j <= Math.Min(i + FarthestApart, terms.Count - 1); j++)
            {
                if (terms[i].Weight >= 1 && terms[j].Weight >= 1) Add($"a:{terms[i].Key} {terms[j].Key}", 1, ids, values);
            }
        }
        Scale(values, from, ApartShare);
    }

    private void Letters(IReadOnlyList<Term> terms, List<int> ids, List<float> values)
    {
        var from = ids.Count;
        Span<char> framed = stackalloc char[42];
        foreach (var term in terms)
        {
            var strength = MathF.Sqrt((float)term.Weight);
            var length = Math.Min(term.Stem.Length, 40);
            framed[0] = ' ';
            term.Stem.AsSpan(0, length).CopyTo(framed[1..]);
            framed[length + 1] = ' ';
            for (var size = ShortestPiece; size <= LongestPiece; size++)
            {
                for (var at = 0; at + size <= length + 2; at++) Add(framed.Slice(at, size), strength, ids, values);
            }
        }
        Scale(values, from, LetterShare);
    }

    private bool Add(ReadOnlySpan<char> feature, float value, List<int> ids, List<float> values)
    {
        if (_met is not null)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_met, Digest(feature), out _)++;
            return true;
        }
        var at = Array.BinarySearch(_digests, Digest(feature));
        if (at < 0) return false;
        ids.Add(_ids[at]);
        values.Add(value);
        return true;
    }

    private static ulong Digest(ReadOnlySpan<char> feature) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(feature));

    private static void Scale(List<float> values, int from, float share)
    {
        var part = CollectionsMarshal.AsSpan(values)[from..];
        var norm = 0f;
        foreach (var value in part) norm += value * value;
        if (norm <= 0) return;
        var factor = share / MathF.Sqrt(norm);
        for (var i = 0; i < part.Length; i++) part[i] *= factor;
    }
}
