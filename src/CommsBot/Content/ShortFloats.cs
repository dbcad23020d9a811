using System.Numerics;
using System.Runtime.InteropServices;

namespace CommsBot.Content;

/// <summary>
/// Learnt weights in two bytes each: the upper half of a float (bfloat16). Three digits are enough for sums of a hundred weights, and a service holds
/// half as much.
/// </summary>
internal static class ShortFloats
{
    private const int Cut = 16;

    /// <summary>Rounds to the nearest; ties go to the even one.</summary>
    public static void Shorten(ReadOnlySpan<float> from, Span<ushort> to)
    {
        var bits = MemoryMarshal.Cast<float, uint>(from);
        for (var i = 0; i < bits.Length; i++) to[i] = (ushort)((bits[i] + 0x7FFF + ((bits[i] >> Cut) & 1)) >> Cut);
    }

    /// <summary>Adds the shortened numbers times <paramref name="factor"/>. Both lengths are a multiple of <c>Vector&lt;ushort&gt;.Count</c>.</summary>
    public static void AddScaled(ReadOnlySpan<ushort> from, float factor, Span<float> to)
    {
        var scale = new Vector<float>(factor);
        var half = Vector<float>.Count;
        for (var at = 0; at < to.Length; at += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(from[at..]), out var low, out var high);
            (new Vector<float>(to[at..]) + Whole(low) * scale).CopyTo(to[at..]);
            (new Vector<float>(to[(at + half)..]) + Whole(high) * scale).CopyTo(to[(at + half)..]);
        }
    }

    private static Vector<float> Whole(Vector<uint> upper) => Vector.AsVectorSingle(Vector.ShiftLeft(upper, Cut));
}
