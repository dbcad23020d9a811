using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>
/// Turns a visit, its protocol, the clinic, the patient and the present moment into dated texts and calls. Pure: no clock, no storage, no chance.
/// Every text leaves in the patient's lawful hours, within the caps and before its last useful moment; whatever cannot becomes a call.
/// </summary>
internal static class PreparationPlanner
{
    /// <summary>What the visit needs from now on. Empty for a visit that is past, not booked, or prepared by staff alone.</summary>
    public static Plan Plan(Visit visit, Protocol protocol, Clinic clinic, PlanPatient patient, DateTimeOffset now)
    {
        if (visit.Status != VisitStatus.Booked || visit.Mode == PreparationMode.None || visit.StartsAt <= now) return Preparation.Plan.Empty;
        return new Planning(visit, protocol, clinic, patient, now).Run();
    }
}
