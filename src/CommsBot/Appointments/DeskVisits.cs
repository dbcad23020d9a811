using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>A visit typed at the desk that a report or the practice system now names by a number of its own.</summary>
internal sealed record SameVisit(string Id, string SourceId);

/// <param name="Rows">The report's rows under our own ids; what may be a visit that is known already is refused until a person has looked.</param>
/// <param name="Same">What was recognised just now.</param>
/// <param name="Unclear">Our visits about which staff are asked.</param>
internal sealed record ResolvedRows(IReadOnlyList<SourceRow> Rows, IReadOnlyList<SameVisit> Same, IReadOnlyList<string> Unclear);

/// <summary>
/// Keeps a visit from standing twice: typed at the desk and delivered by the practice system. The same patient at the same time is the same visit; the
/// same phone on the same day is a question for staff.
/// </summary>
internal sealed class DeskVisits(ClinicStore store, ClinicClock clock)
{
    public const string Reason = "typed-and-delivered";

    public async Task<ResolvedRows> ResolveAsync(Clinic clinic, IReadOnlyList<SourceRow> rows, CancellationToken ct)
    {
        await using var db = store.Read();
        var named = rows.Select(row => row.Id).OfType<string>().ToList();
        var known = (await db.Appointments.Where(a => a.ClinicId == clinic.Id && named.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct)).ToHashSet();
        var matched = await db.Appointments.Where(a => a.ClinicId == clinic.Id && named.Contains(a.SourceId!)).ToDictionaryAsync(a => a.SourceId!, a => a.Id, ct);
        var (resolved, same, unclear) = (new List<SourceRow>(), new List<SameVisit>(), new List<string>());
        foreach (var row in rows)
        {
            if (row.Id is null || known.Contains(row.Id)) resolved.Add(row);
            else if (matched.TryGetValue(row.Id, out var own)) resolved.Add(row with { Id = own });
            else if (row.Draft is not { Status: AppointmentStatus.Booked } draft) resolved.Add(row);
            else resolved.Add(await NewAsync(db, clinic, row, draft, named, same, unclear, ct));
        }

        return new ResolvedRows(resolved, same, unclear);
    }

    /// <summary>Remembers under which number the practice system knows a visit, and asks about what is not clear, once.</summary>
    public Task KeepAsync(Clinic clinic, ResolvedRows resolved, CancellationToken ct) => resolved is { Same.Count: 0, Unclear.Count: 0 } ? Task.CompletedTask : store.Write(async db =>
    {
        foreach (var (id, source) in resolved.Same)
            if (await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinic.Id && a.Id == id) is { } visit) visit.SourceId = source;
        foreach (var id in resolved.Unclear.Distinct()) await AskAsync(db, clinic, id);
    }, ct);

    /// <summary>What the practice system calls a visit of ours.</summary>
    public async Task<string> SourceIdAsync(Clinic clinic, string id, CancellationToken ct)
    {
        await using var db = store.Read();
        return await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Id == id).Select(a => a.SourceId).SingleOrDefaultAsync(ct) ?? id;
    }

    /// <summary>The start of another booked visit of the same patient that day; null when there is none.</summary>
    public async Task<DateTimeOffset?> SameDayAsync(Clinic clinic, string id, AppointmentDraft draft, CancellationToken ct)
    {
        if (draft.Status != AppointmentStatus.Booked) return null;
        await using var db = store.Read();
        var patient = await FindAsync(db, clinic, draft);
        if (patient is null) return null;
        var (from, until) = DayOf(clinic, draft.StartsAt);
        var others = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.PatientId == patient.Id && a.Id != id && a.Status == AppointmentStatus.Booked && a.StartsAt >= from && a.StartsAt < until)
            .OrderBy(a => a.StartsAt).Select(a => a.StartsAt).Take(1).ToListAsync(ct);
        return others.Count == 0 ? null : others[0];
    }

    private async Task<SourceRow> NewAsync(
        ClinicDb db, Clinic clinic, SourceRow row, AppointmentDraft draft, List<string> named, List<SameVisit> same, List<string> unclear, CancellationToken ct)
    {
        var (from, until) = DayOf(clinic, draft.StartsAt);
        var hash = db.Cipher.LookUpHash(draft.Patient.Phone.E164);
        var patientId = (await FindAsync(db, clinic, draft))?.Id;
        // What the report names itself is no candidate: two visits of one day stand there on purpose.
        var candidates = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Status == AppointmentStatus.Booked && a.StartsAt >= from && a.StartsAt < until && a.SourceId == null && a.TypedAtDesk
            && !named.Contains(a.Id) && db.Patients.Any(p => p.Id == a.PatientId && (p.PhoneHash == hash || p.Id == patientId))).ToListAsync(ct);
        candidates.RemoveAll(candidate => same.Exists(one => one.Id == candidate.Id));
        if (candidates.Count == 0) return row;
        if (candidates.Find(candidate => candidate.PatientId == patientId && candidate.StartsAt == draft.StartsAt) is { } own)
        {
            same.Add(new SameVisit(own.Id, row.Id!));
            return row with { Id = own.Id };
        }

        unclear.AddRange(candidates.Select(candidate => candidate.Id));
        return row with { Draft = null, IsAskedAbout = true, Problems = [.. row.Problems, "id: a visit typed at the desk stands on this day for this phone; staff are asked whether it is the same"] };
    }

    private static Task<Patient?> FindAsync(ClinicDb db, Clinic clinic, AppointmentDraft draft) =>
        PatientBook.FindAsync(db, clinic.Id, draft.Patient.Id, draft.Patient.Phone, draft.Patient.FirstName, draft.Patient.LastName, formerId: null);

    private static (DateTimeOffset From, DateTimeOffset Until) DayOf(Clinic clinic, DateTimeOffset at) =>
        (clinic.At(clinic.DateOf(at), TimeOnly.MinValue).ToUniversalTime(), clinic.At(clinic.DateOf(at).AddDays(1), TimeOnly.MinValue).ToUniversalTime());

    private async Task AskAsync(ClinicDb db, Clinic clinic, string id)
    {
        var asked = await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.AppointmentId == id).Select(h => h.Summary).ToListAsync();
        if (asked.Any(summary => summary.Contains(Reason, StringComparison.Ordinal))) return;
        var visit = await db.Appointments.SingleAsync(a => a.ClinicId == clinic.Id && a.Id == id);
        var patient = await db.Patients.SingleAsync(p => p.Id == visit.PatientId);
        var when = clinic.LocalTime(visit.StartsAt).ToString("yyyy-MM-dd h:mm tt", CultureInfo.InvariantCulture);
        await CallTasks.OpenAsync(db, new CallTask(clinic.Id, Reason, patient.Phone, patient.PhoneHash, clock.UtcNow)
        {
            AppointmentId = id,
            Language = patient.Language ?? Content.Language.English,
            Deadline = visit.StartsAt,
            Ask = $"The visit of {when} was typed at the desk, and the practice system names another one for this phone that day. If they are the same, move this one to the time there, or cancel it here; until then the other one is not taken over.",
        });
    }
}
