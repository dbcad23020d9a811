using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Glass;

/// <param name="At">Machine time.</param>
internal sealed record GlassLine(string ClinicId, string TicketId, string Person, DateTimeOffset At, string Reason);

/// <summary>
/// A clinician or administrator may read a ticket of a clinic that is not theirs after typing why. It ends after an hour, gives no right to act, and
/// stands in that clinic's audit log, where its auditor is alarmed.
/// </summary>
internal sealed class BrokenGlass(ClinicStore store, TimeProvider machine)
{
    public const int ShortestReason = 10;
    public const int LongestReason = 500;

    private const int MostListed = 200;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(60);

    /// <returns>True when the record may be read now.</returns>
    public async Task<bool> BreakAsync(DeskPerson person, string ticketId, string reason, CancellationToken ct = default) => await store.Write(async db =>
    {
        if (reason.Trim().Length is < ShortestReason or > LongestReason) return false;
        if (await StaffPeople.FindAsync(db, person.Name) is not { Disabled: false, Role: "clinician" or "administrator" }) return false;
        if (await db.Handoffs.SingleOrDefaultAsync(h => h.Id == ticketId, ct) is not { } ticket) return false;
        var now = machine.GetUtcNow();
        db.GlassBreaks.Add(new GlassBreak { ClinicId = ticket.ClinicId, TicketId = ticketId, Person = person.Name, Reason = reason.Trim(), Until = now + Life });
        AuditLog.Add(db, ticket.ClinicId, person.Name, "glass.break", ticketId, now);
        return true;
    }, ct);

    /// <summary>The clinic whose ticket this person may read now although it is not theirs, and until when; null without a break that still holds.</summary>
    public async Task<(string ClinicId, DateTimeOffset Until)?> OpenAsync(DeskPerson person, string ticketId, CancellationToken ct)
    {
        if (!person.IsClinical) return null;
        var now = machine.GetUtcNow();
        await using var db = store.Read();
        var open = await db.GlassBreaks.Where(g => g.Person == person.Name && g.TicketId == ticketId && g.Until > now).OrderByDescending(g => g.Until).FirstOrDefaultAsync(ct);
        return open is null ? null : (open.ClinicId, open.Until);
    }

    /// <summary>Who opened a record of these clinics this way, which and why, the newest first; for those who audit.</summary>
    public async Task<IReadOnlyList<GlassLine>> ListAsync(DeskPerson auditor, CancellationToken ct)
    {
        if (auditor.Role is not ("auditor" or "administrator")) return [];
        await using var db = store.Read();
        var breaks = await db.GlassBreaks.Where(g => auditor.Clinics.Contains(g.ClinicId)).OrderByDescending(g => g.Id).Take(MostListed).ToListAsync(ct);
        return [.. breaks.Select(g => new GlassLine(g.ClinicId, g.TicketId, g.Person, g.Until - Life, g.Reason))];
    }

    /// <summary>How many records of these clinics are open this way now.</summary>
    public async Task<int> AlarmsAsync(DeskPerson auditor, CancellationToken ct)
    {
        var now = machine.GetUtcNow();
        await using var db = store.Read();
        return await db.GlassBreaks.CountAsync(g => auditor.Clinics.Contains(g.ClinicId) && g.Until > now, ct);
    }
}
