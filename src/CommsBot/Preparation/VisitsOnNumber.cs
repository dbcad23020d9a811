using CommsBot.Appointments;
using CommsBot.Content;
using CommsBot.Clinics;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>A coming visit of somebody with that number, and who it is.</summary>
internal sealed record VisitOnNumber(string AppointmentId, string PatientId, string Protocol, Visit Visit, PlanPatient Person)
{
    /// <summary>The number is not the patient's own: whoever writes from it speaks for the patient.</summary>
    public bool ForAnother { get; init; }

    /// <summary>The clinic is closed at its time: it stands in the book and will not take place.</summary>
    public bool IsOff { get; init; }
}

/// <summary>What is on file about a number that texted: a stranger's number has nobody here, and learns nothing.</summary>
/// <param name="Answering">Patients for whom its replies count: whose own number it is, and whom staff let it speak for.</param>
/// <param name="Visits">Their booked visits that have not begun, earliest first.</param>
/// <param name="Fact">The next visit it is told of when it asks: it stands on one patient's file alone, may hear it, and was confirmed lately enough.</param>
/// <param name="Resting">Patients of whose answers none counts now: a visit of theirs is running or ended within the last 8 hours.</param>
/// <param name="AnsweredLately">A text of a present plan was answered from it: a further digit deserves a word.</param>
internal sealed record VisitsOnNumber(IReadOnlyList<string> Answering, IReadOnlyList<VisitOnNumber> Visits, VisitOnNumber? Fact, IReadOnlyList<string> Resting, bool AnsweredLately)
{
    public static readonly VisitsOnNumber None = new([], [], null, [], false);

    private static readonly TimeSpan Rest = TimeSpan.FromHours(8);

    /// <param name="now">Clinic time.</param>
    public static async Task<VisitsOnNumber> ReadAsync(ClinicDb db, PreparationContent content, Clinic clinic, string phoneHash, DateTimeOffset now, CancellationToken ct)
    {
        var people = await NumberPeople.OfAsync(db, clinic.Id, phoneHash, now, ct);
        if (people.Count == 0) return None;
        var ids = people.Select(known => known.Patient.Id).ToList();
        var all = await db.Appointments.AsNoTracking()
            .Where(a => a.ClinicId == clinic.Id && ids.Contains(a.PatientId) && a.Status == AppointmentStatus.Booked && a.StartsAt > now)
            .OrderBy(a => a.StartsAt).ToListAsync(ct);
        var visits = all.ConvertAll(a => On(a, people.First(known => known.Patient.Id == a.PatientId)) with { IsOff = clinic.Hours.IsClosedBetween(a.StartsAt, content.EndOf(a)) });
        var answering = people.Where(known => known.Answers).Select(known => known.Patient.Id).ToList();
        var since = now.AddDays(-14);
        var answered = answering.Count > 0
            && await db.Outbound.AnyAsync(m => m.ClinicId == clinic.Id && m.ToHash == phoneHash && m.Class == MessageClass.Plan && m.AnsweredAt >= since, ct);
        return new VisitsOnNumber(
            answering, visits.FindAll(visit => answering.Contains(visit.PatientId)),
            people is [{ Hears: true, ConfirmedAt: { } confirmed }] && now - confirmed <= TimeSpan.FromDays(clinic.Numbers.NumberConfirmedDays) ? visits.FirstOrDefault() : null,
            await RestingAsync(db, clinic.Id, answering, now, ct), answered);
    }

    private static async Task<IReadOnlyList<string>> RestingAsync(ClinicDb db, string clinicId, IReadOnlyList<string> patients, DateTimeOffset now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        var visits = await db.Appointments.AsNoTracking().Where(a => a.ClinicId == clinicId && patients.Contains(a.PatientId) && a.StartsAt >= since && a.StartsAt <= now
            && (a.Status == AppointmentStatus.Booked || a.Status == AppointmentStatus.Fulfilled)).ToListAsync(ct);
        return [.. visits.Where(visit => VisitRun.EndOf(visit) + Rest > now).Select(visit => visit.PatientId).Distinct()];
    }

    private static VisitOnNumber On(Appointment visit, NumberPerson known) =>
        new(visit.Id, visit.PatientId, visit.Protocol, VisitRows.VisitOf(visit), PersonOf(known.Patient)) { ForAnother = known.ForAnother };

    private static PlanPatient PersonOf(Patient patient) =>
        new() { Language = patient.Language ?? Language.English, FirstName = patient.FirstName, Zone = Zone.Find(patient.TimeZone),
            BirthDate = DateOnly.TryParseExact(patient.BirthDate, "yyyy-MM-dd", out var born) ? born : null };
}
