using System.Security.Cryptography;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>
/// The second pair of eyes on an import that stopped. Who was stopped and with which report stands in the audit log; only another active person of the
/// clinic lets that very report through, within a day: by name with the import, or signed in, on the ticket that the stop opened.
/// </summary>
internal sealed class SecondPerson(ClinicStore store, ClinicClock clock, TimeProvider machine, Changes changes)
{
    /// <summary>The field of the ticket that names the report.</summary>
    public const string Report = "Report";

    private const string Stopped = "import.stopped";
    private const string Confirmed = "import.confirmed";
    private static readonly TimeSpan Believed = TimeSpan.FromHours(24);

    /// <summary>Why it stays stopped; null when a second person's word was recorded and it may go on.</summary>
    public async Task<string?> RefusalAsync(ImportRequest request, string why, CancellationToken ct)
    {
        var refusal = await store.Write(db => request.ConfirmedBy is { } name ? NamedAsync(db, request, why, name) : UnnamedAsync(db, request, why), ct);
        if (refusal is not null) changes.Publish(new Change(request.Clinic.Id));
        return refusal;
    }

    /// <summary>A person signed in has looked: the same report may be imported again.</summary>
    /// <returns>Why not, in a sentence; null when it may.</returns>
    public Task<string?> ConfirmAsync(DeskPerson person, string clinicId, string report, CancellationToken ct = default) => store.Write(async db =>
        person.Clinics.Contains(clinicId) ? await LetThroughAsync(db, clinicId, report, person.Name) : "This clinic is not yours.", ct);

    private async Task<string?> UnnamedAsync(ClinicDb db, ImportRequest request, string why)
    {
        var (clinicId, by, report) = (request.Clinic.Id, request.Writer.By, HashOf(request));
        if (await Since(db, clinicId, report).AnyAsync(e => e.Action == Confirmed)) return null;
        AuditLog.Add(db, clinicId, by, Stopped, report, machine.GetUtcNow());
        await CallTasks.OpenTechnicalAsync(db, clinicId, $"import-stopped-{report[..8]}", clock.UtcNow, new SummaryField("What", why), new SummaryField("Brought in by", by), new SummaryField(Report, report));
        return $"{why} Let a second person look at the dry run, then import it again with that person's name as confirmed by.";
    }

    private async Task<string?> NamedAsync(ClinicDb db, ImportRequest request, string why, string name) =>
        (IsSame(request.Writer.By, name) && IsKey(request.Writer.By) ? $"'{name}' is the key's own name; a person must look."
            : await LetThroughAsync(db, request.Clinic.Id, HashOf(request), name, request.Writer.By)) is { } fault ? $"{why} {fault}" : null;

    private async Task<string?> LetThroughAsync(ClinicDb db, string clinicId, string report, string name, string? broughtBy = null)
    {
        if (!await StaffPeople.MayActAsync(db, name, clinicId)) return $"'{name}' is nobody who may act for this clinic.";
        var before = await Since(db, clinicId, report).Where(e => e.Action == Stopped).Select(e => e.Actor).ToListAsync();
        if (before.Count == 0) return "This report did not stop before, or over a day ago: import it once without a confirmation, then let a second person look.";
        if (before.Append(broughtBy).OfType<string>().Any(actor => IsSame(actor, name))) return $"{name} brought it in; somebody else must look.";
        AuditLog.Add(db, clinicId, name, Confirmed, report, machine.GetUtcNow());
        return null;
    }

    private IQueryable<AuditEvent> Since(ClinicDb db, string clinicId, string report)
    {
        var since = machine.GetUtcNow() - Believed;
        return db.Audit.Where(e => e.ClinicId == clinicId && e.Subject == report && e.At > since);
    }

    private static string HashOf(ImportRequest request) => Convert.ToHexStringLower(SHA256.HashData(request.Table));

    private static bool IsKey(string actor) => actor.StartsWith("key:", StringComparison.Ordinal);

    /// <summary>A key that is called like a person is no second one.</summary>
    private static bool IsSame(string actor, string name) => StaffPeople.Normal(IsKey(actor) ? actor[4..] : actor) == StaffPeople.Normal(name);
}
