using System.Numerics;
using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>
/// A multinomial logistic regression over the ways of asking, trained once per content: which answer is a question most like, given
/// that it is like one of them or like a question that is not ours (the last class). Deterministic; immutable after training; safe for many threads.
/// </summary>
internal sealed class AskClassifier
{
    private const int Rounds = 6;
    private const float Step = 0.5f;
    private const float Shrink = 2e-5f;

    private readonly AskFeatures _features;
    private readonly int _classes;
    private readonly int _stride;
    private readonly float[] _weights;
    private readonly int _biasAt;

    private AskClassifier(AskFeatures features, int classes)
    {
        _features = features;
        _classes = classes;
        _stride = (classes + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _biasAt = features.Count * _stride;
        _weights = new float[_biasAt + _stride];
    }

    /// <param name="examples">Questions with the number of their class, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="vary">The same again among fillers: they teach to look past what says nothing, and bring no features of their own. Asked for only when there is something to learn.</param>
    public static AskClassifier Train(
        IReadOnlyList<(int Class, List<Term> Terms)> examples, Func<IEnumerable<(int Class, List<Term> Terms)>> vary, IEnumerable<string> fillers, int classes)
    {
        var features = new AskFeatures();
        foreach (var example in examples) features.Of(example.Terms);
        features.Close();
        var classifier = new AskClassifier(features, classes);
        using var input = LearntWeights.From(nameof(AskClassifier));
        foreach (var filler in fillers) input.Append<char>(filler);
        foreach (var (@class, terms) in examples)
        {
            input.Append<int>([@class]);
            foreach (var term in terms) input.Append<char>(term.Group is null ? term.Stem : $"{term.Stem} {term.Group}");
        }

        LearntWeights.Fill(input, classifier._weights, () => classifier.Learn([.. examples, .. vary()]));
        return classifier;
    }

    /// <summary>The probability of each class; they add up to 1.</summary>
    public float[] Shares(IReadOnlyList<Term> question)
    {
        var shares = new float[_stride];
        Score(_features.Of(question), shares);
        return shares[.._classes];
    }

    private void Score(in FeatureVector question, float[] shares)
    {
        _weights.AsSpan(_biasAt, _stride).CopyTo(shares);
        for (var i = 0; i < question.Ids.Length; i++) AddScaled(_weights, question.Ids[i] * _stride, question.Values[i], shares);
        var top = shares.AsSpan(0, _classes).ToArray().Max();
        var sum = 0f;
        for (var c = 0; c < _classes; c++) sum += shares[c] = MathF.Exp(shares[c] - top);
        for (var c = 0; c < _classes; c++) shares[c] /= sum;
        shares.AsSpan(_classes).Clear();
    }

    private void Learn(IReadOnlyList<(int Class, List<Term> Terms)> examples)
    {
        var vectors = examples.Select(e => _features.Of(e.Terms)).ToArray();
        var order = Enumerable.Range(0, vectors.Length).ToArray();
        var random = new Random(1);
        var gradients = new float[_biasAt];
        var shares = new float[_stride];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var at in order) Learn(vectors[at], examples[at].Class, shares, gradients);
        }
    }

    /// <summary>One step of AdaGrad: features seen often move less.</summary>
    private void Learn(in FeatureVector example, int @class, float[] errors, float[] gradients)
    {
        Score(example, errors);
        errors[@class] -= 1;
        for (var c = 0; c < _classes; c++) _weights[_biasAt + c] -= 0.02f * errors[c];
        for (var i = 0; i < example.Ids.Length; i++)
        {
            var at = example.Ids[i] * _stride;
            var value = new Vector<float>(example.Values[i]);
            for (var c = 0; c < _stride; c += Vector<float>.Count)
            {
                var gradient = new Vector<float>(errors, c) * value;
                var past = new Vector<float>(gradients, at + c) + gradient * gradient;
                past.CopyTo(gradients, at + c);
                var weight = new Vector<float>(_weights, at + c);
                weight -= Step * gradient / (Vector.SquareRoot(past) + new Vector<float>(0.05f)) + Shrink * weight;
                weight.CopyTo(_weights, at + c);
            }
        }
    }

    private static void AddScaled(float[] from, int at, float factor, float[] to)
    {
        var scale = new Vector<float>(factor);
        for (var c = 0; c < to.Length; c += Vector<float>.Count)
        {
            (new Vector<float>(to, c) + new Vector<float>(from, at + c) * scale).CopyTo(to, c);
        }
    }
}
