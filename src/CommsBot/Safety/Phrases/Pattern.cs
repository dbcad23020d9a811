using System.Collections.Concurrent;

namespace CommsBot.Safety.Phrases;

/// <summary>
/// A piece of a phrase. <see cref="Lengths"/> answers for one place in the text how many words the piece can cover there:
/// bit n set means n words. No piece covers more than 63 words, so matching is linear in the length of the text.
/// </summary>
internal abstract class Pattern
{
    /// <param name="words">The message.</param>
    /// <param name="at">Where the piece would begin; may equal <paramref name="end"/>.</param>
    /// <param name="end">Behind the last word of the sentence.</param>
    public abstract ulong Lengths(Words words, int at, int end);

    /// <summary>Adds the words this piece can begin with; true if it can also be empty. <see cref="FirstWords.Any"/> if it may begin with anything.</summary>
    public abstract bool AddFirst(FirstWords first);
}

internal sealed class FirstWords
{
    public HashSet<int> Ids { get; } = [];

    public bool Any { get; set; }
}

internal sealed class OneWord : Pattern
{
    // Phrases hold tens of thousands of words, but few different ones; a number is all that one holds, so that the words of every book share them.
    private static readonly ConcurrentDictionary<int, OneWord> Shared = new();

    private readonly int id;

    private OneWord(int id) => this.id = id;

    /// <param name="id">The number that the book's vocabulary gave the word.</param>
    public static OneWord Of(int id) => Shared.GetOrAdd(id, one => new OneWord(one));

    public override ulong Lengths(Words words, int at, int end) => at < end && words.IdsAt(at).AsSpan().Contains(id) ? 0b10UL : 0;

    public override bool AddFirst(FirstWords first)
    {
        first.Ids.Add(id);
        return false;
    }
}

internal sealed class NumberBetween(double least, double most) : Pattern
{
    public override ulong Lengths(Words words, int at, int end) =>
        at < end && words.NumberAt(at) >= least && words.NumberAt(at) <= most ? 0b10UL : 0;

    public override bool AddFirst(FirstWords first)
    {
        first.Any = true;
        return false;
    }
}

internal sealed class Gap(int most) : Pattern
{
    public override ulong Lengths(Words words, int at, int end) => (2UL << Math.Min(most, end - at)) - 1;

    public override bool AddFirst(FirstWords first)
    {
        first.Any = true;
        return true;
    }
}

internal sealed class SentenceEdge(bool begin) : Pattern
{
    public override ulong Lengths(Words words, int at, int end) =>
        begin ? at < end && words.StartsSentence(at) ? 1UL : 0 : at == end ? 1UL : 0;

    public override bool AddFirst(FirstWords first) => true;
}

internal sealed class Maybe(Pattern inner) : Pattern
{
    public override ulong Lengths(Words words, int at, int end) => inner.Lengths(words, at, end) | 1;

    public override bool AddFirst(FirstWords first)
    {
        inner.AddFirst(first);
        return true;
    }
}

internal sealed class NotHere(Pattern inner) : Pattern
{
    public override ulong Lengths(Words words, int at, int end) => inner.Lengths(words, at, end) == 0 ? 1UL : 0;

    public override bool AddFirst(FirstWords first) => true;
}

internal sealed class InOrder(Pattern[] parts) : Pattern
{
    public override ulong Lengths(Words words, int at, int end)
    {
        var reached = 1UL;
        foreach (var part in parts)
        {
            var next = 0UL;
            for (var left = reached; left != 0; left &= left - 1)
            {
                var done = System.Numerics.BitOperations.TrailingZeroCount(left);
                if (at + done <= end) next |= part.Lengths(words, at + done, end) << done;
            }
            if (next == 0) return 0;
            reached = next;
        }
        return reached;
    }

    public override bool AddFirst(FirstWords first)
    {
        foreach (var part in parts)
            if (!part.AddFirst(first)) return false;
        return true;
    }
}
