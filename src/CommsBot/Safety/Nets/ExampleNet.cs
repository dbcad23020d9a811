using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private const int Lanes = 16;

    private readonly string[] labels;

    /// <summary>One row per trait, and the bias after them; see <see cref="ShortFloats"/>.</summary>
    private readonly LearntWeights weights;

    private readonly int rows;

    private ExampleNet(string[] labels, int rows, LearntWeights weights) => (this.labels, this.rows, this.weights) = (labels, rows, weights);

    /// <param name="meanings">What a message can mean, at most fifteen; <see cref="ExampleFiles.None"/> is understood.</param>
    /// <param name="rows">How many rows of weights the traits share, a power of two up to <see cref="TextTraits.Most"/>.</param>
    /// <param name="content">A digest of everything the examples and their reading come from: the same content is learnt once, not at every start.</param>
    /// <param name="examples">Gives the messages to learn from; asked only when they must be learnt.</param>
    /// <param name="read">Brings a message into words; called from several threads.</param>
    /// <param name="parts">The parts by which a message is judged beside its whole.</param>
    public static ExampleNet Train(
        IEnumerable<string> meanings, int rows, IncrementalHash content, Func<IEnumerable<Example>> examples, Func<string, Seen> read, Func<Words, IEnumerable<(int From, int To)>> parts)
    {
        string[] labels = [ExampleFiles.None, .. meanings.Where(label => label != ExampleFiles.None).Distinct().Order(StringComparer.Ordinal)];
        if (labels.Length > Lanes) throw new ArgumentException($"a net tells at most {Lanes} labels apart", nameof(meanings));
        return new ExampleNet(labels, rows, LearntWeights.Of(
            content, (rows + 1) * Lanes, to => Learn(labels, rows, [.. examples().DistinctBy(example => example.Text)], read, parts, to)));
    }

    /// <summary>Judges the words <paramref name="from"/> up to, not with, <paramref name="to"/>, by the labels of interest.</summary>
    public NetGuess Guess(Seen seen, int from, int to, Func<string, bool> counts)
    {
        var (best, sum) = (0, 0.0);
        if (from >= to || labels.Length == 1) return new NetGuess(ExampleFiles.None, 0, 0);
        var chances = Chances(Rows(TextTraits.Of(seen.Words, seen.Signs, from, to), rows));
        for (var label = 1; label < labels.Length; label++)
        {
            if (!counts(labels[label])) continue;
            sum += chances[label];
            if (best == 0 || chances[label] > chances[best]) best = label;
        }
        return new NetGuess(labels[best], sum, best == 0 ? 0 : chances[best]);
    }

    private static void Learn(
        string[] labels, int rows, IReadOnlyList<Example> examples, Func<string, Seen> read, Func<Words, IEnumerable<(int From, int To)>> parts, Span<ushort> to)
    {
        var lessons = examples.AsParallel().AsOrdered().SelectMany(example => Lessons(labels, example, read(example.Text), parts)).ToArray();
        var learning = new NetLearning(labels.Length, rows);
        learning.Learn([.. lessons.Select(lesson => Rows(lesson.Traits, rows))], [.. lessons.Select(lesson => lesson.Label)]);
        ShortFloats.Shorten(MemoryMarshal.Cast<Vector512<float>, float>(learning.Weights), to);
    }

    /// <summary>
    /// Phrases were written with these very messages in view, so their signs look surer here than they are: each message is learnt without them as well.
    /// Where the whole means nothing, no part of it does; which part of another carries its meaning is not known.
    /// </summary>
    private static IEnumerable<(int[] Traits, int Label)> Lessons(string[] labels, Example example, Seen seen, Func<Words, IEnumerable<(int From, int To)>> parts)
    {
        var label = Array.IndexOf(labels, example.Label);
        yield return (TextTraits.Of(seen.Words, seen.Signs, 0, seen.Words.Count), label);
        yield return (TextTraits.Of(seen.Words, [], 0, seen.Words.Count), label);
        if (example.Label != ExampleFiles.None) yield break;
        foreach (var (from, to) in parts(seen.Words)) yield return (TextTraits.Of(seen.Words, seen.Signs, from, to), label);
    }

    private static int[] Rows(int[] traits, int rows)
    {
        for (var at = 0; at < traits.Length; at++) traits[at] &= rows - 1;
        return traits;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector512<float> Chances(int[] traits)
    {
        var sum = Vector512<float>.Zero;
        foreach (var trait in traits) sum += Whole(weights.Row<Vector256<ushort>>(trait));
        return NetLearning.Chances((sum * NetLearning.Scale(traits.Length)) + Whole(weights.Row<Vector256<ushort>>(rows)), labels.Length);
    }

    private static Vector512<float> Whole(Vector256<ushort> upper)
    {
        var (low, high) = Vector256.Widen(upper);
        return (Vector512.Create(low, high) << 16).AsSingle();
    }
}
