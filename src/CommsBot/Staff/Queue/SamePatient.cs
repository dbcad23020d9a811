namespace CommsBot.Staff.Queue;

/// <summary>Puts together what is about the same patient: things that share a key, and things that share one with those.</summary>
internal static class SamePatient
{
    public static IReadOnlyList<IReadOnlyList<T>> Groups<T>(IReadOnlyList<T> things, Func<T, IReadOnlyList<string>> keys)
    {
        var parent = Enumerable.Range(0, things.Count).ToArray();
        var first = new Dictionary<string, int>();
        for (var i = 0; i < things.Count; i++)
        {
            foreach (var key in keys(things[i]))
            {
                if (first.TryAdd(key, i)) continue;
                var (a, b) = (Root(first[key]), Root(i));
                parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        return [.. Enumerable.Range(0, things.Count).GroupBy(Root).OrderBy(group => group.Key).Select(group => (IReadOnlyList<T>)[.. group.Select(i => things[i])])];

        int Root(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }
    }
}
