using System.Globalization;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Glass;

/// <param name="At">Machine time.</param>
internal sealed record GlassLine(string ClinicId, string RecordId, string Person, DateTimeOffset At, string Reason);

/// <summary>
/// A clinician or administrator may read a ticket, a conversation or a patient of a clinic that is not theirs after typing why. It ends after an hour, gives no right to act, and
/// stands in that clinic's audit log, where its auditor is alarmed until they have seen it.
/// </summary>
internal sealed class BrokenGlass(ClinicStore store, TimeProvider machine)
{
    public const int ShortestReason = 10;
    public const int LongestReason = 500;

    private const int MostListed = 200;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(60);

    /// <returns>True when the record may be read now.</returns>
    public async Task<bool> BreakAsync(DeskPerson person, string recordId, string reason, CancellationToken ct = default) => await store.Write(async db =>
    {
        if (reason.Trim().Length is < ShortestReason or > LongestReason) return false;
        if (await StaffPeople.FindAsync(db, person.Name) is not { Disabled: false, Role: "clinician" or "administrator" }) return false;
        if (await ClinicOfAsync(db, recordId, ct) is not { } clinicId) return false;
        var now = machine.GetUtcNow();
        db.GlassBreaks.Add(new GlassBreak { ClinicId = clinicId, RecordId = recordId, Person = person.Name, Reason = reason.Trim(), Until = now + Life });
        AuditLog.Add(db, clinicId, person.Name, "glass.break", recordId, now);
        return true;
    }, ct);

    /// <summary>The clinic whose record this person may read now although it is not theirs, and until when; null without a break that still holds.</summary>
    public async Task<(string ClinicId, DateTimeOffset Until)?> OpenAsync(DeskPerson person, string recordId, CancellationToken ct)
    {
        if (!person.IsClinical) return null;
        var now = machine.GetUtcNow();
        await using var db = store.Read();
        var open = await db.GlassBreaks.Where(g => g.Person == person.Name && g.RecordId == recordId && g.Until > now).OrderByDescending(g => g.Until).FirstOrDefaultAsync(ct);
        return open is null ? null : (open.ClinicId, open.Until);
    }

    /// <summary>The person with what they may read of this record, and until when (machine time); null for a record of their own clinic, or none.</summary>
    public async Task<(DeskPerson Reader, DateTimeOffset? Until)> ReaderOfAsync(DeskPerson person, string recordId, CancellationToken ct) =>
        await OpenAsync(person, recordId, ct) is { } open && !person.Clinics.Contains(open.ClinicId) ? (person with { Clinics = [open.ClinicId] }, open.Until) : (person, null);

    /// <summary>Who opened a record of these clinics this way, which and why, the newest first; for those who audit.</summary>
    public async Task<IReadOnlyList<GlassLine>> ListAsync(DeskPerson auditor, CancellationToken ct)
    {
        if (auditor.Role is not ("auditor" or "administrator")) return [];
        await using var db = store.Read();
        var breaks = await db.GlassBreaks.Where(g => auditor.Clinics.Contains(g.ClinicId)).OrderByDescending(g => g.Id).Take(MostListed).ToListAsync(ct);
        return [.. breaks.Select(g => new GlassLine(g.ClinicId, g.RecordId, g.Person, g.Until - Life, g.Reason))];
    }

    /// <summary>How many records of these clinics were opened this way since this person last looked which.</summary>
    public async Task<int> AlarmsAsync(DeskPerson auditor, CancellationToken ct)
    {
        await using var db = store.Read();
        var seen = NumberOf(await db.Values.SingleOrDefaultAsync(v => v.Key == SeenKey(auditor), ct));
        return await db.GlassBreaks.CountAsync(g => auditor.Clinics.Contains(g.ClinicId) && g.Id > seen, ct);
    }

    /// <summary>The list was shown to this person: what stands on it alarms them no more.</summary>
    public async Task SeenAsync(DeskPerson auditor, CancellationToken ct)
    {
        if (await AlarmsAsync(auditor, ct) == 0) return;
        await store.Write(async db =>
        {
            var newest = await db.GlassBreaks.Where(g => auditor.Clinics.Contains(g.ClinicId)).MaxAsync(g => g.Id, ct);
            var value = newest.ToString(CultureInfo.InvariantCulture);
            if (await db.Values.FindAsync([SeenKey(auditor)], ct) is { } known) known.Value = value;
            else db.Values.Add(new StoredValue { Key = SeenKey(auditor), Value = value });
        }, ct);
    }

    private static string SeenKey(DeskPerson auditor) => $"glass-seen/{StaffPeople.Normal(auditor.Name)}";

    private static long NumberOf(StoredValue? stored) => stored is null ? 0 : long.Parse(stored.Value, CultureInfo.InvariantCulture);

    private static Task<string?> ClinicOfAsync(ClinicDb db, string id, CancellationToken ct) =>
        db.Handoffs.Where(h => h.Id == id).Select(h => h.ClinicId)
            .Concat(db.Conversations.Where(c => c.Id == id).Select(c => c.ClinicId))
            .Concat(db.Patients.Where(p => p.Id == id).Select(p => p.ClinicId)).FirstOrDefaultAsync(ct);
}
