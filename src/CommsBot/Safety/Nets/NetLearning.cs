using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CommsBot.Safety.Nets;

/// <summary>How <see cref="ExampleNet"/> comes to its weights: a few rounds over the examples, in an order that is always the same.</summary>
/// <param name="rows">One for each trait.</param>
internal sealed class NetLearning(int labels, int rows)
{
    private const int Rounds = 6;
    private const float Rate = 0.5f;

    /// <summary>The first round does not count; the weights are the mean at so many points of each later one, so that less hangs on the order.</summary>
    private const int Looks = 8;

    private readonly Vector512<float>[] weights = new Vector512<float>[rows + 1];
    private readonly Vector512<float>[] squares = new Vector512<float>[rows + 1];

    /// <summary>One row per trait, and the bias after them.</summary>
    public ReadOnlySpan<Vector512<float>> Weights => weights;

    public void Learn(int[][] traits, int[] wanted)
    {
        var order = Enumerable.Range(0, traits.Length).ToArray();
        var dice = 12345u;
        var sum = new Vector512<float>[weights.Length];
        var looks = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Shuffle(order, ref dice);
            foreach (var part in order.Chunk((order.Length / Looks) + 1))
            {
                foreach (var example in part) Step(traits[example], wanted[example]);
                if (round == 0) continue;
                for (var trait = 0; trait < sum.Length; trait++) sum[trait] += weights[trait];
                looks++;
            }
        }
        for (var trait = 0; trait < sum.Length; trait++) weights[trait] = sum[trait] / Math.Max(1, looks);
    }

    private static void Shuffle(int[] order, ref uint dice)
    {
        for (var left = order.Length - 1; left > 0; left--)
        {
            dice = (dice * 1664525) + 1013904223;
            var other = (int)(dice % (uint)(left + 1));
            (order[left], order[other]) = (order[other], order[left]);
        }
    }

    /// <summary>Scores of the labels turned into probabilities.</summary>
    public static Vector512<float> Chances(Vector512<float> scores, int labels)
    {
        var greatest = scores[0];
        for (var label = 1; label < labels; label++) greatest = MathF.Max(greatest, scores[label]);
        var chances = Vector512<float>.Zero;
        var total = 0f;
        for (var label = 0; label < labels; label++)
        {
            var share = MathF.Exp(scores[label] - greatest);
            chances = chances.WithElement(label, share);
            total += share;
        }
        return chances / total;
    }

    /// <summary>Long and short messages weigh the same.</summary>
    public static float Scale(int traits) => 1 / MathF.Sqrt(Math.Max(1, traits));

    /// <summary>One step down the slope of the error, shorter for traits that have moved much already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(int[] traits, int wanted)
    {
        var chances = Chances(traits);
        if (chances[wanted] > 0.995f) return;
        var error = chances.WithElement(wanted, chances[wanted] - 1);
        squares[rows] += error * error;
        weights[rows] -= Rate * error / Vector512.Sqrt(Vector512<float>.One + squares[rows]);
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
        return Chances((sum * Scale(traits.Length)) + weights[rows], labels);
    }
}
