using CommsBot.Clinics;
using CommsBot.Patients;

namespace CommsBot.Preparation;

/// <summary>
/// Turns a visit, its protocol, the clinic, the patient and the present moment into dated texts and calls. Pure: no clock, no storage, no chance.
/// Every text leaves in the patient's lawful hours, within the caps and before its last useful moment; whatever cannot becomes a call.
/// </summary>
internal static class PreparationPlanner
{
    private const string Inactive = "The practice system says that this patient is not active. Nothing is texted. See there whether the patient's entry or the visit is wrong.";

    /// <summary>What the visit needs from now on. Empty for a visit that is past, not booked, or prepared by staff alone.</summary>
    public static Plan Plan(Visit visit, Protocol protocol, Clinic clinic, PlanPatient patient, DateTimeOffset now)
    {
        if (visit.Status != VisitStatus.Booked || visit.StartsAt <= now) return Preparation.Plan.Empty;
        var planning = new Planning(visit, protocol, clinic, patient, now);
        if (patient.Stop == BlockReason.Inactive) return planning.OneCall(CallReason.InactivePatient, Inactive);
        if (patient.IsLeftAlone) return Preparation.Plan.Empty;
        if (patient.NumberClosed) return planning.OneCall(CallReason.WrongNumber);
        return visit.Mode == PreparationMode.None ? Preparation.Plan.Empty : planning.Run();
    }
}
