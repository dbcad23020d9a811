using System.Numerics;

namespace CommsBot.Answers;

/// <summary>How <see cref="AskClassifier"/> comes to its weights: a few rounds of AdaGrad over the examples, in an order that is always the same.</summary>
internal sealed class AskLearning(int features, int classes, int stride)
{
    private const int Rounds = 6;
    private const float Step = 0.5f;
    private const float BiasStep = 0.02f;
    private const float Shrink = 2e-5f;

    /// <summary>The first rounds do not count; the weights are the mean at so many points of each later one, so that less hangs on the order.</summary>
    private const int Unheard = 2;
    private const int Looks = 4;

    private readonly int _biasAt = features * stride;
    private readonly float[] _weights = new float[(features + 1) * stride];
    private readonly float[] _sum = new float[(features + 1) * stride];
    private readonly float[] _gradients = new float[features * stride];

    /// <summary>A row for each feature, and the biases after them.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    public void Learn((int Class, FeatureVector Features)[] examples)
    {
        var random = new Random(1);
        var order = Enumerable.Range(0, examples.Length).ToArray();
        var shares = new float[stride];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var part in order.Chunk((order.Length / Looks) + 1))
            {
                foreach (var at in part) Learn(examples[at].Features, examples[at].Class, shares);
                if (round >= Unheard) for (var i = 0; i < _sum.Length; i++) _sum[i] += _weights[i];
            }
        }

        for (var i = 0; i < _sum.Length; i++) _weights[i] = _sum[i] / ((Rounds - Unheard) * Looks);
    }

    /// <summary>Turns scores into probabilities, in place.</summary>
    public static void ToShares(Span<float> scores)
    {
        var top = float.MinValue;
        foreach (var score in scores) top = MathF.Max(top, score);
        var sum = 0f;
        for (var c = 0; c < scores.Length; c++) sum += scores[c] = MathF.Exp(scores[c] - top);
        for (var c = 0; c < scores.Length; c++) scores[c] /= sum;
    }

    /// <summary>One step: features seen often move less.</summary>
    private void Learn(in FeatureVector example, int @class, float[] errors)
    {
        Score(example, errors);
        errors[@class] -= 1;
        for (var c = 0; c < classes; c++) _weights[_biasAt + c] -= BiasStep * errors[c];
        for (var i = 0; i < example.Ids.Length; i++)
        {
            var at = example.Ids[i] * stride;
            var value = new Vector<float>(example.Values[i]);
            for (var c = 0; c < stride; c += Vector<float>.Count)
            {
                var gradient = new Vector<float>(errors, c) * value;
                var past = new Vector<float>(_gradients, at + c) + gradient * gradient;
                past.CopyTo(_gradients, at + c);
                var weight = new Vector<float>(_weights, at + c);
                weight -= Step * gradient / (Vector.SquareRoot(past) + new Vector<float>(0.05f)) + Shrink * weight;
                weight.CopyTo(_weights, at + c);
            }
        }
    }

    private void Score(in FeatureVector question, float[] shares)
    {
        _weights.AsSpan(_biasAt, stride).CopyTo(shares);
        for (var i = 0; i < question.Ids.Length; i++) AddScaled(question.Ids[i] * stride, question.Values[i], shares);
        ToShares(shares.AsSpan(0, classes));
        shares.AsSpan(classes).Clear();
    }

    private void AddScaled(int at, float factor, float[] to)
    {
        var scale = new Vector<float>(factor);
        for (var c = 0; c < to.Length; c += Vector<float>.Count) (new Vector<float>(to, c) + new Vector<float>(_weights, at + c) * scale).CopyTo(to, c);
    }
}
