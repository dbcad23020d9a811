using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff.Console;
using CommsBot.Staff.Rights;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Visits;

/// <summary>One visit on the paper that carries the day when the service is down.</summary>
internal sealed record TodayRow(string ClinicId, string Id, string Time, string Name, string Driver, string Screen, string LastWord, string Phone);

/// <summary>One clinic's day on paper.</summary>
/// <param name="Date">The clinic's day, as it is headed.</param>
/// <param name="Known">When it was read, so that paper tells how old it is.</param>
internal sealed record TodaySheet(string Clinic, string Date, string Known, IReadOnlyList<TodayRow> Rows);

/// <summary>The visits of a clinic's day with what is known of each: time, name, driver, screen, last word, phone.</summary>
internal sealed class TodayReader(ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    private const int LongestWord = 80;
    private const int EarliestEvening = 15;
    private const int FarthestDay = 14;
    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    /// <param name="next">The next day with a visit instead of today: after a Friday that is Monday.</param>
    public async Task<IReadOnlyList<TodaySheet>> ReadAsync(DeskPerson person, bool next, CancellationToken ct)
    {
        var sheets = new List<TodaySheet>();
        foreach (var clinic in clinics.All.Where(c => person.Clinics.Contains(c.Id)))
        {
            var today = clinic.DateOf(clock.UtcNow);
            var day = next ? await NextDayAsync(clinic, today.AddDays(1), ct) : today;
            sheets.Add(new TodaySheet(clinic.Name, ConsoleWords.Day(day), Known(clinic), await RowsAsync(person, clinic, day, ct)));
        }

        return sheets;
    }

    /// <summary>True from the last hour of a clinic's day on, while somebody is still there to print the next day's sheet; where it is closed all day, from 3 PM.</summary>
    public bool IsEvening(DeskPerson person)
    {
        var now = clock.UtcNow;
        return clinics.All.Any(c => person.Clinics.Contains(c.Id) && IsEvening(c, now));
    }

    private static bool IsEvening(Clinic clinic, DateTimeOffset now)
    {
        var (today, soon) = (clinic.DateOf(now), now + LastHour);
        if (clinic.IsOpen(soon) || clinic.DateOf(clinic.NextOpening(soon)) == today) return false;
        return clinic.LocalTime(now).Hour >= EarliestEvening || clinic.DateOf(clinic.NextOpening(clinic.At(today, TimeOnly.MinValue))) == today;
    }

    private async Task<DateOnly> NextDayAsync(Clinic clinic, DateOnly tomorrow, CancellationToken ct)
    {
        var (from, until) = (clinic.At(tomorrow, TimeOnly.MinValue), clinic.At(tomorrow.AddDays(FarthestDay), TimeOnly.MinValue));
        await using var db = store.Read();
        var first = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Status == AppointmentStatus.Booked && a.StartsAt >= from && a.StartsAt < until)
            .MinAsync(a => (DateTimeOffset?)a.StartsAt, ct);
        return first is { } visit ? clinic.DateOf(visit) : tomorrow;
    }

    private async Task<IReadOnlyList<TodayRow>> RowsAsync(DeskPerson person, Clinic clinic, DateOnly day, CancellationToken ct)
    {
        var (from, until) = (clinic.At(day, TimeOnly.MinValue), clinic.At(day.AddDays(1), TimeOnly.MinValue));
        await using var db = store.Read();
        var visits = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Status == AppointmentStatus.Booked && a.StartsAt >= from && a.StartsAt < until).OrderBy(a => a.StartsAt).ToListAsync(ct);
        var ids = visits.Select(v => v.PatientId).ToList();
        var patients = await db.Patients.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        // Who speaks for the patient is whom staff call: a minor's guardian, a caregiver who gets the texts.
        var spoken = new Dictionary<string, Recipient>();
        foreach (var patient in patients.Values) spoken[patient.Id] = await Recipient.OfAsync(db, patient, clock.UtcNow);
        var hashes = spoken.Values.Select(to => to.PhoneHash).ToList();
        var threads = await db.Conversations.Where(c => c.ClinicId == clinic.Id && c.PhoneHash != null && hashes.Contains(c.PhoneHash)).Select(c => new { c.Id, c.PhoneHash }).ToListAsync(ct);
        var threadIds = threads.Select(t => t.Id).ToList();
        var said = await db.Transcript.Where(t => threadIds.Contains(t.ConversationId) && t.From == Speaker.Patient)
            .GroupBy(t => t.ConversationId).Select(g => g.OrderByDescending(t => t.Sequence).First()).ToListAsync(ct);
        var danger = await DangerWords.HiddenFromAsync(db, person, threadIds, ct);
        var words = said.ToDictionary(t => threads.First(thread => thread.Id == t.ConversationId).PhoneHash!, t => danger.Hold(t) ? DangerWords.Instead : WordsOf(clinic, t));
        return [.. visits.Where(v => patients.ContainsKey(v.PatientId)).Select(v => Row(clinic, v, patients[v.PatientId], spoken[v.PatientId], words.GetValueOrDefault(spoken[v.PatientId].PhoneHash)))];
    }

    private string Known(Clinic clinic)
    {
        var now = clinic.LocalTime(clock.UtcNow);
        return $"{ConsoleWords.Day(DateOnly.FromDateTime(now.DateTime))}, {ConsoleWords.Time(now)}";
    }

    private TodayRow Row(Clinic clinic, Appointment visit, Patient patient, Recipient to, string? last) => new(
        clinic.Id, visit.Id, ConsoleWords.Time(clinic.LocalTime(visit.StartsAt)), $"{patient.FirstName} {patient.LastName}".Trim(), visit.Driver ?? "not named", visit.ScreenState,
        last ?? "none",
        $"{(PhoneNumber.TryParse(to.Phone, out var phone) ? phone.National : to.Phone)}{(to.IsGuardian ? " (guardian)" : to.PhoneHash == patient.PhoneHash ? "" : " (caregiver)")}");

    private string WordsOf(Clinic clinic, TranscriptEntry said) => $"{Short(said.Text)} ({ConsoleWords.Moment(clinic.LocalTime(said.At), clinic.LocalTime(clock.UtcNow))})";

    private static string Short(string text) => text.Length <= LongestWord ? text : text[..LongestWord] + " …";
}
