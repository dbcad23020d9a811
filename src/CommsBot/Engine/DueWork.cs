using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Engine;

/// <summary>What the simulator's clock must not run past: the next moment at which something happens by itself, and whether the present one is done.</summary>
internal sealed class DueWork(ClinicStore store, ClinicClock clock, PlannedCalls calls, LaterMessages later)
{
    /// <summary>The earliest clinic time after now, up to <paramref name="until"/>, at which a text falls due or loses its use, a planned call opens or what staff wrote for later is said.</summary>
    public async Task<DateTimeOffset?> NextAsync(DateTimeOffset until)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var due = await db.Outbound.Where(m => m.State == MessageState.Planned && m.DueAt > now && m.DueAt <= until).MinAsync(m => (DateTimeOffset?)m.DueAt);
        var over = await db.Outbound.Where(m => (m.State == MessageState.Planned || m.State == MessageState.Held) && m.NotAfter > now && m.NotAfter <= until)
            .MinAsync(m => m.NotAfter);
        return new[] { due, over, await calls.NextDueAsync(now, until), await later.NextDueAsync(now, until) }.Min();
    }

    /// <summary>True when nothing due is still unsaid or on its way and every message that came in has had its turn.</summary>
    public async Task<bool> SettledAsync()
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        if (await db.Inbound.AnyAsync(i => i.State == InboundState.Stored) || await later.AreDueAsync(now)) return false;
        return !await db.Outbound.AnyAsync(m => (m.State == MessageState.Planned && m.DueAt <= now)
            || m.State == MessageState.Sending || m.State == MessageState.InDoubt
            || (m.State == MessageState.Held && m.NotAfter <= now));
    }
}
