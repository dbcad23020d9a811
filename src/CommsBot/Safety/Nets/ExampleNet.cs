using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using CommsBot.Content;
using CommsBot.Safety.Phrases;

namespace CommsBot.Safety.Nets;

/// <summary>How sure a net is.</summary>
/// <param name="Label">The likeliest of the labels of interest.</param>
/// <param name="Chance">From 0 to 1: that the words mean any of them.</param>
/// <param name="Own">From 0 to 1: that they mean this one.</param>
internal readonly record struct NetGuess(string Label, double Chance, double Own);

/// <summary>A message as a net sees it.</summary>
/// <param name="Signs">What the phrase lists see in it.</param>
internal sealed record Seen(Words Words, IReadOnlyList<Sign> Signs);

/// <summary>
/// A second net under the phrase rules: logistic regression over words and letters, trained from example messages when the service first meets them.
/// The same examples always give the same net. It finds what no phrase foresaw; it explains nothing, so rules speak first.
/// </summary>
internal sealed class ExampleNet
{
    private const int Rounds = 4;
    private const float Rate = 0.5f;
    private const int Lanes = 16;

    private readonly string[] labels;
    /// <summary>One row per trait, and the bias after them.</summary>
    private readonly Vector512<float>[] weights = new Vector512<float>[TextTraits.Count + 1];

    private ExampleNet(string[] labels) => this.labels = labels;

    /// <param name="meanings">What a message can mean, at most fifteen; <see cref="ExampleFiles.None"/> is understood.</param>
    /// <param name="content">A digest of everything the examples and their reading come from: the same content is learnt once, not at every start.</param>
    /// <param name="examples">Gives the messages to learn from; asked only when they must be learnt.</param>
    /// <param name="read">Brings a message into words; called from several threads.</param>
    public static ExampleNet Train(IEnumerable<string> meanings, IncrementalHash content, Func<IEnumerable<Example>> examples, Func<string, Seen> read)
    {
        string[] labels = [ExampleFiles.None, .. meanings.Where(label => label != ExampleFiles.None).Distinct().Order(StringComparer.Ordinal)];
        if (labels.Length > Lanes) throw new ArgumentException($"a net tells at most {Lanes} labels apart", nameof(meanings));
        var net = new ExampleNet(labels);
        LearntWeights.Fill(content, net.weights, () => net.Learn([.. examples().DistinctBy(example => example.Text)], read));
        return net;
    }

    /// <summary>Judges the words <paramref name="from"/> up to, not with, <paramref name="to"/>, by the labels of interest.</summary>
    public NetGuess Guess(Seen seen, int from, int to, Func<string, bool> counts)
    {
        var (best, sum) = (0, 0.0);
        if (from >= to || labels.Length == 1) return new NetGuess(ExampleFiles.None, 0, 0);
        var chances = Chances(TextTraits.Of(seen.Words, seen.Signs, from, to));
        for (var label = 1; label < labels.Length; label++)
        {
            if (!counts(labels[label])) continue;
            sum += chances[label];
            if (best == 0 || chances[label] > chances[best]) best = label;
        }
        return new NetGuess(labels[best], sum, best == 0 ? 0 : chances[best]);
    }

    // Phrases were written with these very messages in view, so their signs look surer here than they are: each message is learnt without them as well.
    private void Learn(IReadOnlyList<Example> examples, Func<string, Seen> read)
    {
        var seen = examples.AsParallel().AsOrdered().Select(example => read(example.Text)).ToArray();
        int[][] traits = [.. seen.Select(one => TextTraits.Of(one.Words, one.Signs, 0, one.Words.Count)), .. seen.Select(one => TextTraits.Of(one.Words, [], 0, one.Words.Count))];
        int[] wanted = [.. examples.Select(example => Array.IndexOf(labels, example.Label))];
        Learn(traits, [.. wanted, .. wanted]);
    }

    private void Learn(int[][] traits, int[] wanted)
    {
        var squares = new Vector512<float>[weights.Length];
        var biasSquares = Vector512<float>.Zero;
        var order = Enumerable.Range(0, traits.Length).ToArray();
        var dice = 12345u;
        for (var round = 0; round < Rounds; round++)
        {
            for (var left = order.Length - 1; left > 0; left--)
            {
                dice = (dice * 1664525) + 1013904223;
                var other = (int)(dice % (uint)(left + 1));
                (order[left], order[other]) = (order[other], order[left]);
            }
            foreach (var example in order) Step(traits[example], wanted[example], squares, ref biasSquares);
        }
    }

    /// <summary>One step down the slope of the error, shorter for traits that have moved much already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(int[] traits, int wanted, Vector512<float>[] squares, ref Vector512<float> biasSquares)
    {
        var chances = Chances(traits);
        var error = chances.WithElement(wanted, chances[wanted] - 1);
        if (chances[wanted] > 0.995f) return;
        biasSquares += error * error;
        weights[TextTraits.Count] -= Rate * error / Vector512.Sqrt(Vector512<float>.One + biasSquares);
        var slope = error * Scale(traits.Length);
        var square = slope * slope;
        var tiny = Vector512.Create(1e-4f);
        foreach (var trait in traits)
        {
            squares[trait] += square;
            weights[trait] -= Rate * slope / Vector512.Sqrt(tiny + squares[trait]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector512<float> Chances(int[] traits)
    {
        var sum = Vector512<float>.Zero;
        foreach (var trait in traits) sum += weights[trait];
        sum = (sum * Scale(traits.Length)) + weights[TextTraits.Count];
        var greatest = sum[0];
        for (var label = 1; label < labels.Length; label++) greatest = MathF.Max(greatest, sum[label]);
        var chances = Vector512<float>.Zero;
        var total = 0f;
        for (var label = 0; label < labels.Length; label++)
        {
            var share = MathF.Exp(sum[label] - greatest);
            chances = chances.WithElement(label, share);
            total += share;
        }
        return chances / total;
    }

    /// <summary>Long and short messages weigh the same.</summary>
    private static float Scale(int traits) => 1 / MathF.Sqrt(Math.Max(1, traits));
}
