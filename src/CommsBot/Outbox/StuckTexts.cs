using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// Whether texts leave at all: one that has been due for five minutes while no call was begun for its clinic in those minutes, or one that nobody took
/// over from a sender that died. A long line that moves is not stuck, nor is what a spending stop holds, of which the people on call know already.
/// </summary>
internal static class StuckTexts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="now">Clinic time.</param>
    /// <param name="machineNow">Machine time.</param>
    public static Task<bool> AnyAsync(ClinicDb db, DateTimeOffset now, DateTimeOffset machineNow, CancellationToken ct)
    {
        var (due, machineDue) = (now - Patience, machineNow - Patience);
        var stopped = db.Handoffs.Where(h => h.Reason == Spending.Stop && h.State != HandoffState.Closed).Select(h => h.ClinicId);
        var moving = db.Outbound.Where(m => m.PostingAt > machineDue).Select(m => m.ClinicId);
        return db.Outbound.AnyAsync(m =>
            (m.State == MessageState.Planned && m.DueAt <= due && (m.NotBefore == null || m.NotBefore <= machineDue) && !moving.Contains(m.ClinicId)
                && (m.Class == MessageClass.Safety || m.Class == MessageClass.Page || !stopped.Contains(m.ClinicId)))
            || (m.State == MessageState.Sending && m.LeaseUntil <= machineDue)
            || (m.State == MessageState.InDoubt && m.NotBefore <= machineDue), ct);
    }
}
