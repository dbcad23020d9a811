using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Engine;

/// <summary>
/// Twice a second: which conversations have a stored message without a turn, which clinics have a text that is due or in doubt? This is what
/// finds work after a crash, after a moved clock, and when a hint was lost.
/// </summary>
internal sealed partial class Poller(ClinicStore store, Hints hints, ClinicClock clock, TimeProvider machine, IEnumerable<PolledWork> others, ILogger<Poller> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(30);

    private long looked;

    /// <summary>Whether the last look that succeeded is recent enough to trust that work is found.</summary>
    /// <param name="now">Machine time.</param>
    public bool IsAlive(DateTimeOffset now) => now.UtcTicks - Interlocked.Read(ref looked) < Silent.Ticks;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause, machine);
        do
        {
            try
            {
                await LookAsync(stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                Log.LookFailed(log, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).AsTask().ContinueWith(tick => tick is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }

    /// <summary>One look, for callers that cannot wait for the next one (a moved simulator clock).</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        var conversations = await db.Inbound.Where(i => i.State == InboundState.Stored).Select(i => i.ConversationId).Distinct().Take(1000).ToListAsync(ct);
        conversations.ForEach(hints.WakeConversation);

        foreach (var clinic in await OutboxWork.ClinicsWithWork(db, clock.UtcNow, machine.GetUtcNow(), ct)) hints.WakeClinic(clinic);
        foreach (var look in others) await look(ct);
        Interlocked.Exchange(ref looked, machine.GetUtcNow().UtcTicks);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Looking for waiting work failed; the next look is in half a second.")]
        public static partial void LookFailed(ILogger logger, Exception fault);
    }
}
