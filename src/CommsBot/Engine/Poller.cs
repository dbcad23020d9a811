namespace CommsBot.Engine;

/// <summary>Twice a second: what waits for a turn or for the outbox, and whatever else the slices look for, each in a loop of its own.</summary>
internal sealed class Poller(WaitingWork waiting, IEnumerable<PolledWork> others, TimeProvider machine, ILogger<Poller> log) : BackgroundService
{
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(30);

    private readonly WorkLoop waking = new(waiting.LookAsync, machine, log);
    private readonly IReadOnlyList<WorkLoop> loops = [.. others.Select(work => new WorkLoop(work, machine, log))];

    /// <summary>Whether the last look for messages and texts that succeeded is recent enough to trust that they are found.</summary>
    /// <param name="now">Machine time.</param>
    public bool IsAlive(DateTimeOffset now) => waking.SucceededSince(now - Silent);

    /// <summary>Whether everything else was done since that moment of machine time, too.</summary>
    public bool IsWholeSince(DateTimeOffset moment) => waking.SucceededSince(moment) && loops.All(loop => loop.SucceededSince(moment));

    protected override Task ExecuteAsync(CancellationToken stopping) => Task.WhenAll([waking.RunAsync(stopping), .. loops.Select(loop => loop.RunAsync(stopping))]);

    /// <summary>One look at everything, one after the other, for callers that cannot wait for the next one (a moved simulator clock).</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await waking.LookAsync(ct);
        foreach (var loop in loops) await loop.LookAsync(ct);
    }
}
