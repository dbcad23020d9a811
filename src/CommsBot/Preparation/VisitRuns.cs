using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>A patient's visits of one protocol on consecutive days at the clinic, those already held included: they are prepared together.</summary>
/// <param name="Visits">In order; one visit alone is no series.</param>
internal sealed record VisitRun(IReadOnlyList<Appointment> Visits)
{
    private const int UsualMinutes = 240;
    private static readonly TimeSpan Around = TimeSpan.FromDays(31);

    public Appointment Leader => Visits[0];

    public static DateTimeOffset EndOf(Appointment visit) => visit.StartsAt.AddMinutes(visit.DurationMinutes ?? UsualMinutes);

    public static async Task<VisitRun> OfAsync(ClinicDb db, Appointment visit, Clinic clinic, CancellationToken ct = default)
    {
        var (from, to) = (visit.StartsAt - Around, visit.StartsAt + Around);
        var all = await db.Appointments.AsNoTracking().Where(a => a.ClinicId == visit.ClinicId && a.PatientId == visit.PatientId && a.Protocol == visit.Protocol
            && a.StartsAt >= from && a.StartsAt <= to && (a.Status == AppointmentStatus.Booked || a.Status == AppointmentStatus.Fulfilled) && a.Id != visit.Id).ToListAsync(ct);
        var ordered = all.Append(visit).OrderBy(a => a.StartsAt).ToList();
        var at = ordered.IndexOf(visit);
        var (first, last) = (at, at);
        while (first > 0 && Follows(ordered[first - 1], ordered[first])) first--;
        while (last < ordered.Count - 1 && Follows(ordered[last], ordered[last + 1])) last++;
        return new VisitRun(ordered[first..(last + 1)]);

        bool Follows(Appointment before, Appointment after) => clinic.DateOf(before.StartsAt).AddDays(1) == clinic.DateOf(after.StartsAt);
    }

    public SeriesPlace? PlaceOf(Appointment visit)
    {
        if (Visits.Count < 2) return null;
        var at = Visits.ToList().IndexOf(visit);
        return new SeriesPlace(at + 1, Visits.Count, Leader.StartsAt, Visits[^1].StartsAt, at == 0 ? null : EndOf(Visits[at - 1]));
    }

    /// <summary>What texts of a series stand on: its days and which of them this is. Texts that left are wrong when it changes.</summary>
    public static string? KeyOf(SeriesPlace? place, Clinic clinic) =>
        place is null ? null : $"{place.Day}/{place.Of} {clinic.DateOf(place.First):yyyy-MM-dd} {clinic.DateOf(place.Last):yyyy-MM-dd}";
}
