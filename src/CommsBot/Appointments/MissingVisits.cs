using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>Coming visits on the days a report covers that it does not name. Absence is no cancellation: the visit stays, a person is asked.</summary>
internal sealed class MissingVisits(ClinicStore store, ClinicClock clock)
{
    public const string Reason = "not-in-report";

    /// <summary>Above this many the report itself is in question, and one task asks about all.</summary>
    private const int MostAsked = 5;

    /// <summary>Ids by start; empty when the report names no start.</summary>
    /// <param name="days">The days that were asked for; null: whole days from its first visit to its last, for both may be the ones that were dropped.</param>
    public async Task<IReadOnlyList<string>> FindAsync(Clinic clinic, IReadOnlyList<SourceRow> rows, (DateOnly From, DateOnly Until)? days, CancellationToken ct)
    {
        var starts = rows.Select(row => row.Draft?.StartsAt).OfType<DateTimeOffset>().ToList();
        if (starts.Count == 0) return [];
        var (from, until) = days ?? (clinic.DateOf(starts.Min()), clinic.DateOf(starts.Max()));
        return await FindAsync(clinic, clinic.At(from, TimeOnly.MinValue), clinic.At(until, TimeOnly.MaxValue), rows.Select(row => row.Id).OfType<string>().ToHashSet(), ct);
    }

    /// <summary>Ids by start of the coming visits between these moments that are not among the named ones.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(Clinic clinic, DateTimeOffset from, DateTimeOffset until, IReadOnlySet<string> named, CancellationToken ct)
    {
        var now = clock.UtcNow;
        if (from < now) from = now;
        await using var db = store.Read();
        var booked = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Status == AppointmentStatus.Booked && a.StartsAt >= from && a.StartsAt <= until)
            .OrderBy(a => a.StartsAt).Select(a => a.Id).ToListAsync(ct);
        return [.. booked.Where(id => !named.Contains(id))];
    }

    /// <summary>Asks staff, once per visit however often it stays absent.</summary>
    public static async Task AskAsync(ClinicDb db, Clinic clinic, IReadOnlyList<string> absent, DateTimeOffset now)
    {
        if (absent.Count > MostAsked)
        {
            await CallTasks.OpenTechnicalAsync(db, clinic.Id, "visits-missing-from-report", now,
                new SummaryField("Ask", $"{absent.Count} booked visits are not in the last report. Was the report cut? The visits stay as they are."),
                new SummaryField("Visits", string.Join(", ", absent.Take(20))));
            return;
        }

        foreach (var id in absent) await AskAsync(db, clinic, id, now);
    }

    private static async Task AskAsync(ClinicDb db, Clinic clinic, string id, DateTimeOffset now)
    {
        var asked = await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.AppointmentId == id).Select(h => h.Summary).ToListAsync();
        if (asked.Any(summary => summary.Contains(Reason, StringComparison.Ordinal))) return;
        var visit = await db.Appointments.SingleAsync(a => a.ClinicId == clinic.Id && a.Id == id);
        var patient = await db.Patients.SingleAsync(p => p.Id == visit.PatientId);
        var when = clinic.LocalTime(visit.StartsAt).ToString("yyyy-MM-dd h:mm tt", CultureInfo.InvariantCulture);
        await CallTasks.OpenAsync(db, new CallTask(clinic.Id, Reason, patient.Phone, patient.PhoneHash, now)
        {
            AppointmentId = id,
            Language = patient.Language ?? Content.Language.English,
            Deadline = visit.StartsAt,
            Ask = $"The last report does not name the visit of {when}. Is it still on? It stays booked until somebody cancels or moves it.",
        });
    }
}
