using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// Lines on which texts do not leave: one has been due for five minutes and the provider took none of that line in those minutes, however often it was
/// tried; or the provider said that nothing can leave; or nobody took over from a sender that died. A long line that moves is not stuck, nor is what a
/// spending stop holds, of which the people on call know already.
/// </summary>
internal static class StuckTexts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="now">Clinic time.</param>
    /// <param name="machineNow">Machine time.</param>
    public static async Task<IReadOnlyList<OutboxLine>> LinesAsync(ClinicDb db, DateTimeOffset now, DateTimeOffset machineNow, CancellationToken ct)
    {
        var (due, machineDue) = (now - Patience, machineNow - Patience);
        var dead = await LinesOf(Dead(db, now, machineDue), ct);
        var waiting = await LinesOf(Waiting(db, due, machineNow + Patience), ct);
        if (waiting.Count == 0) return dead;
        var moving = await LinesOf(db.Outbound.Where(m => m.SentAt > due), ct);
        return [.. dead.Union(waiting.Except(moving))];
    }

    private static IQueryable<OutboundMessage> Dead(ClinicDb db, DateTimeOffset now, DateTimeOffset machineDue) => db.Outbound.Where(m =>
        (m.State == MessageState.Sending && m.LeaseUntil <= machineDue)
        || (m.State == MessageState.InDoubt && m.NotBefore <= machineDue)
        || (m.State == MessageState.Planned && m.DueAt <= now && ProviderCodes.StoppingSender.Contains(m.Reason)));

    /// <summary>What its code lets rest for longer ("again tomorrow") is not stuck: a person has heard of it.</summary>
    private static IQueryable<OutboundMessage> Waiting(ClinicDb db, DateTimeOffset due, DateTimeOffset machineSoon)
    {
        var stopped = db.Handoffs.Where(h => h.Reason == Spending.Stop && h.State != HandoffState.Closed).Select(h => h.ClinicId);
        return db.Outbound.Where(m => (m.State == MessageState.Planned || m.State == MessageState.Sending || m.State == MessageState.InDoubt)
            && m.DueAt <= due && (m.NotBefore == null || m.NotBefore <= machineSoon)
            && (m.Class == MessageClass.Safety || m.Class == MessageClass.Page || !stopped.Contains(m.ClinicId)));
    }

    private static async Task<List<OutboxLine>> LinesOf(IQueryable<OutboundMessage> texts, CancellationToken ct) =>
        (await texts.Select(m => new { m.ClinicId, m.Channel }).Distinct().ToListAsync(ct)).ConvertAll(line => new OutboxLine(line.ClinicId, line.Channel));
}
