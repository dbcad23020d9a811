using CommsBot.Appointments;
using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>The moment a call about a visit must come before: the start of the fast, or of the visit where nobody fasts or the fast has begun.</summary>
internal sealed class VisitDue(PreparationContent content, ClinicDirectory clinics)
{
    /// <param name="now">Clinic time.</param>
    public DateTimeOffset Of(Appointment visit, DateTimeOffset now) => Of(visit.ClinicId, visit.Protocol, VisitRows.VisitOf(visit), now);

    public DateTimeOffset Of(string clinicId, string protocol, Visit visit, DateTimeOffset now)
    {
        if (visit.Mode == PreparationMode.None || content.Find(protocol) is { Fasting: null }) return visit.StartsAt;
        return FastTimes.Of(visit, clinics.Find(clinicId)!).Times?.FoodUntil is { } fast && fast > now ? fast : visit.StartsAt;
    }

    /// <summary>Fewer staffed minutes than the clinic demands lie before that moment, so that on-call staff are paged.</summary>
    public bool IsPressing(string clinicId, DateTimeOffset now, DateTimeOffset due)
    {
        var clinic = clinics.Find(clinicId)!;
        return clinic.StaffedMinutesBetween(now, due) < clinic.Numbers.StaffedMinutesBeforeStep;
    }
}
