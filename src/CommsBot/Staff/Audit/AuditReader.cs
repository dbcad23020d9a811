using System.Globalization;
using System.Text;
using CommsBot.Handoff;
using CommsBot.Staff.Figures;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Audit;

internal sealed record AuditQuery(string Actor, string Action, string Subject);

/// <summary>Reads the audit log for administrators and auditors, and proves that nobody changed it.</summary>
internal sealed class AuditReader(ClinicStore store)
{
    private const int Most = 200;
    private const int MostInFile = 50_000;

    public async Task<IReadOnlyList<AuditEvent>> ReadAsync(DeskPerson person, AuditQuery asked, CancellationToken ct)
    {
        await using var db = store.Read();
        return await Of(db, person, asked).OrderByDescending(e => e.Number).Take(Most).ToListAsync(ct);
    }

    public async Task<string> FileAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        var rows = await Of(db, person, new("", "", "")).OrderByDescending(e => e.Number).Take(MostInFile).ToListAsync(ct);
        var file = new StringBuilder(CsvLine.Of("number", "at", "clinic", "who", "what", "about", "hash"));
        foreach (var e in rows)
            file.Append(CsvLine.Of(e.Number.ToString(CultureInfo.InvariantCulture), e.At.ToString("O", CultureInfo.InvariantCulture), e.ClinicId, e.Actor, e.Action, e.Subject, e.Hash));
        return file.ToString();
    }

    public async Task<AuditVerdict> VerifyAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        return await AuditChain.VerifyAsync(db, null, ct);
    }

    private static IQueryable<AuditEvent> Of(ClinicDb db, DeskPerson person, AuditQuery asked)
    {
        var rows = db.Audit.Where(e => person.Clinics.Contains(e.ClinicId));
        if (asked.Actor.Trim() is { Length: > 0 } actor) rows = rows.Where(e => e.Actor == actor);
        if (asked.Action.Trim() is { Length: > 0 } action) rows = rows.Where(e => e.Action.StartsWith(action));
        if (asked.Subject.Trim() is { Length: > 0 } subject) rows = rows.Where(e => e.Subject.Contains(subject));
        return rows;
    }
}
