using System.Numerics;
using System.Security.Cryptography;
using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>
/// A multinomial logistic regression over the ways of asking, trained once per content: which answer is a question most like, given
/// that it is like one of them or like a question that is not ours (the last class). Deterministic; immutable after training; safe for many threads.
/// </summary>
internal sealed class AskClassifier
{
    private readonly AskFeatures _features;
    private readonly int _classes;
    private readonly int _stride;

    /// <summary>A row of <see cref="_stride"/> for each feature, and the biases after them.</summary>
    private readonly LearntWeights _weights;

    private AskClassifier(AskFeatures features, int classes, IncrementalHash input, Func<(int Class, List<Term> Terms)[]> examples)
    {
        _features = features;
        _classes = classes;
        _stride = (classes + Vector<ushort>.Count - 1) / Vector<ushort>.Count * Vector<ushort>.Count;
        _weights = LearntWeights.Of(input, (features.Count + 1) * _stride, to => Learn(examples(), to));
    }

    /// <param name="examples">Questions with the number of their class, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="vary">The same again among fillers: they teach to look past what says nothing, and bring no features of their own. Asked for only when there is something to learn.</param>
    public static AskClassifier Train(
        IReadOnlyList<(int Class, List<Term> Terms)> examples, Func<IEnumerable<(int Class, List<Term> Terms)>> vary, IEnumerable<string> fillers, int classes)
    {
        var features = new AskFeatures();
        foreach (var example in examples) features.Of(example.Terms);
        features.Close();
        using var input = LearningInput.From(nameof(AskClassifier));
        foreach (var filler in fillers) input.Append<char>(filler);
        foreach (var (@class, terms) in examples)
        {
            input.Append<int>([@class]);
            foreach (var term in terms) input.Append<char>(term.Group is null ? term.Stem : $"{term.Stem} {term.Group}");
        }

        return new AskClassifier(features, classes, input, () => [.. examples, .. vary()]);
    }

    /// <summary>The probability of each class; they add up to 1.</summary>
    public float[] Shares(IReadOnlyList<Term> question)
    {
        var asked = _features.Of(question);
        Span<float> shares = stackalloc float[_stride];
        shares.Clear();
        Span<ushort> row = stackalloc ushort[_stride];
        AddScaled(_features.Count, 1, row, shares);
        for (var i = 0; i < asked.Ids.Length; i++) AddScaled(asked.Ids[i], asked.Values[i], row, shares);
        AskLearning.ToShares(shares[.._classes]);
        return shares[.._classes].ToArray();
    }

    private void AddScaled(int feature, float factor, Span<ushort> row, Span<float> to)
    {
        _weights.Read(feature * _stride, row);
        ShortFloats.AddScaled(row, factor, to);
    }

    private void Learn((int Class, List<Term> Terms)[] examples, Span<ushort> to)
    {
        var learning = new AskLearning(_features.Count, _classes, _stride);
        learning.Learn([.. examples.Select(e => (e.Class, _features.Of(e.Terms)))]);
        ShortFloats.Shorten(learning.Weights, to);
    }
}
