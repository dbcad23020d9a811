namespace CommsBot.Outbox;

/// <summary>Questions to a provider about texts it has, or may have. One that hangs must not keep a pass from what became pressing meanwhile.</summary>
internal static class Asking
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Asks about each, several at a time; what was not begun after a quarter of a minute waits for the next pass.</summary>
    public static Task SeveralAsync<T>(IReadOnlyList<T> about, TimeProvider machine, Func<T, Task> ask)
    {
        var until = machine.GetUtcNow() + Longest;
        return Parallel.ForEachAsync(about, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) =>
        {
            if (machine.GetUtcNow() < until) await ask(one);
        });
    }
}
