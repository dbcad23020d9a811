namespace CommsBot.Answers;

/// <summary>Letters inserted, dropped, changed or swapped with their neighbour between two words (restricted Damerau-Levenshtein).</summary>
internal static class EditDistance
{
    /// <summary>The distance when it is at most <paramref name="limit"/>, otherwise limit + 1. Words longer than 63 letters are never alike.</summary>
    public static int Bounded(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit || left.Length > 63 || right.Length > 63) return limit + 1;
        Span<int> beforeLast = stackalloc int[64];
        Span<int> last = stackalloc int[64];
        Span<int> current = stackalloc int[64];
        for (var j = 0; j <= right.Length; j++) last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                var cost = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) cost = Math.Min(cost, beforeLast[j - 2] + 1);
                current[j] = cost;
                least = Math.Min(least, cost);
            }
            if (least > limit) return limit + 1;
            var free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return Math.Min(last[right.Length], limit + 1);
    }
}
