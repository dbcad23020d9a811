using CommsBot.Clinics;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>Whether an import would change unusually much: a wrong file, a shifted column, an export of another clinic.</summary>
internal sealed class BigChange(ClinicStore store, ClinicClock clock)
{
    private const int MostDisturbed = 5;
    private const double MostPhonesShare = 0.10;

    /// <summary>A visit sends a patient at most one text a day, so a day's visits bound a day's texts. Days below this many visits are never unusual.</summary>
    private const int BusyDay = 10;
    private const int DaysThatMakeAHabit = 5;
    private static readonly TimeSpan Around = TimeSpan.FromDays(28);

    /// <summary>Null when nothing is unusual.</summary>
    public async Task<string?> WhyAsync(Clinic clinic, IReadOnlyList<SourceRow> rows, IReadOnlyList<ImportRow> forecast, CancellationToken ct)
    {
        var ended = forecast.Count(row => row.EndsTooSoon);
        var disturbed = ended + forecast.Count(row => row.Outcome is "moved" or "cancelled");
        if (disturbed > MostDisturbed) return ended == 0 ? $"It would move or cancel {disturbed} visits." : $"It would move, cancel or end {disturbed} visits that lie ahead.";
        await using var db = store.Read();
        var phones = await PhonesAsync(db, clinic.Id, rows, ct);
        // One changed number is an ordinary day, also in a table of five rows.
        if (phones > MostDisturbed || (phones > 1 && phones > rows.Count * MostPhonesShare)) return $"It would change the phone of {phones} known patients.";
        return await CrowdedDayAsync(db, clinic, rows, forecast, ct);
    }

    private static async Task<int> PhonesAsync(ClinicDb db, string clinicId, IReadOnlyList<SourceRow> rows, CancellationToken ct)
    {
        var changed = new HashSet<string>();
        foreach (var row in rows.Where(row => row.Draft is not null))
        {
            var stated = row.Draft!.Patient;
            var visitor = await db.Appointments.Where(a => a.ClinicId == clinicId && a.Id == row.Id).Select(a => a.PatientId).SingleOrDefaultAsync(ct);
            // Whom the import itself would take for the same person, with or without a number of the patient.
            var known = await PatientBook.FindAsync(db, clinicId, stated.Id, stated.Phone, stated.FirstName, stated.LastName, visitor);
            if (known is not null && known.PhoneHash != db.Cipher.LookUpHash(stated.Phone.E164)) changed.Add(known.Id);
        }

        return changed.Count;
    }

    private async Task<string?> CrowdedDayAsync(ClinicDb db, Clinic clinic, IReadOnlyList<SourceRow> rows, IReadOnlyList<ImportRow> forecast, CancellationToken ct)
    {
        var now = clock.UtcNow;
        var starts = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Status != AppointmentStatus.Cancelled && a.StartsAt > now - Around && a.StartsAt < now + Around)
            .Select(a => a.StartsAt).ToListAsync(ct);
        var known = starts.CountBy(clinic.DateOf).ToDictionary();
        if (known.Count < DaysThatMakeAHabit) return null;
        var usual = known.Values.Order().ElementAt(known.Count / 2);
        var added = rows.Zip(forecast).Where(row => row.Second.Outcome == "created").CountBy(row => clinic.DateOf(row.First.Draft!.StartsAt));
        foreach (var (day, count) in added)
            if (known.GetValueOrDefault(day) + count is var all && all > BusyDay && all > usual * 2)
                return $"It would bring {all} visits on {day:yyyy-MM-dd}, more than twice the usual {usual}.";
        return null;
    }
}
