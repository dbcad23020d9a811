namespace CommsBot.Engine;

/// <summary>Looks at one piece of polled work twice a second, by itself: one that fails or takes long keeps no other waiting.</summary>
internal sealed partial class WorkLoop(PolledWork work, TimeProvider machine, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private long succeeded;

    /// <summary>Whether a look has ended well since that moment of machine time.</summary>
    public bool SucceededSince(DateTimeOffset moment) => Interlocked.Read(ref succeeded) > moment.UtcTicks;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause, machine);
        do
        {
            await LookAsync(stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping).AsTask().ContinueWith(tick => tick is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }

    public async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await work(ct);
            Interlocked.Exchange(ref succeeded, machine.GetUtcNow().UtcTicks);
        }
        catch (Exception fault)
        {
            if (!ct.IsCancellationRequested) Log.LookFailed(log, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Looking for waiting work failed; the next look is in half a second.")]
        public static partial void LookFailed(ILogger logger, Exception fault);
    }
}
