using System.Security.Cryptography;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>
/// The second pair of eyes on an import that stopped. Who was stopped and with which report stands in the audit log; only another active person of the
/// clinic, by name, lets that very report through, within a day.
/// </summary>
internal sealed class SecondPerson(ClinicStore store, TimeProvider machine)
{
    private const string Stopped = "import.stopped";
    private static readonly TimeSpan Believed = TimeSpan.FromHours(24);

    /// <summary>Why it stays stopped; null when a second person's word was recorded and it may go on.</summary>
    public Task<string?> RefusalAsync(ImportRequest request, string why, CancellationToken ct) => store.Write(async db =>
    {
        var (clinicId, now) = (request.Clinic.Id, machine.GetUtcNow());
        var report = Convert.ToHexStringLower(SHA256.HashData(request.Table));
        if (request.ConfirmedBy is not { } name)
        {
            AuditLog.Add(db, clinicId, request.Writer.By, Stopped, report, now);
            return $"{why} Let a second person look at the dry run, then import it again with that person's name as confirmed by.";
        }

        if (!await StaffPeople.MayActAsync(db, name, clinicId)) return $"{why} '{name}' is nobody who may act for this clinic.";
        var since = now - Believed;
        var before = await db.Audit.Where(e => e.ClinicId == clinicId && e.Action == Stopped && e.Subject == report && e.At > since).Select(e => e.Actor).ToListAsync(ct);
        if (before.Count == 0) return $"{why} This report did not stop before, or over a day ago: import it once without a confirmation, then let a second person look.";
        if (before.Concat([request.Writer.By]).Any(actor => StaffPeople.Normal(actor) == StaffPeople.Normal(name)))
            return $"{why} {name} brought it in; somebody else must look.";
        AuditLog.Add(db, clinicId, name, "import.confirmed", report, now);
        return null;
    }, ct);
}
