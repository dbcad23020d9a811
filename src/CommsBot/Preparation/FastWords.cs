using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>When to stop eating and drinking, as whoever phones says it.</summary>
internal sealed class FastWords(PreparationContent content, ClinicDirectory clinics)
{
    private const string Untold =
        $"This call names no times to stop eating. Note \"{CallOutcomes.Told}\" at the visit once you have said them, and close the call as \"{CallOutcomes.Reached}\".";

    /// <returns>The fasting text without the digits it asks for; null while a nurse must let the fast go first, or where nobody may state times.</returns>
    /// <param name="now">Clinic time.</param>
    public async Task<string?> SayAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        var (protocol, seen, clinic) = await SeenAsync(db, visit);
        if (protocol is null || StepOf(protocol, seen) is not { } step) return null;
        var (person, times) = (await PersonAsync(db, clinic, patient, now), FastTimes.Of(seen, clinic).Times);
        if (times is null || HeldFasts.HoldOf(protocol, seen, protocol.IsTooYoung(person.BirthDate, clinic.DateOf(visit.StartsAt))) != Hold.None) return null;
        return PlanWording.Said(new PlanWording(clinic, protocol, seen, person, times).Body(step.CatchUp ?? step.Text, withNotice: false));
    }

    /// <summary>Who read out where the visit is has not said when to stop eating.</summary>
    /// <returns>Null where the call's words name that time, or the visit has none; otherwise why the patient was not told by them.</returns>
    public async Task<string?> WhyUntoldAsync(ClinicDb db, Appointment visit, HandoffTicket call, DateTimeOffset now)
    {
        var (protocol, seen, clinic) = await SeenAsync(db, visit);
        if (call.Kind != HandoffKind.Call || protocol is null || StepOf(protocol, seen) is null || seen.Mode == PreparationMode.None) return null;
        if (FastTimes.Of(seen, clinic).Times is not { } times) return null;
        var person = await PersonAsync(db, clinic, await db.Patients.AsNoTracking().SingleAsync(p => p.Id == visit.PatientId), now);
        var until = new PlanWording(clinic, protocol, seen, person, times).Fill("{food.until}");
        return Packet.Read(call.Summary).Any(field => field.Value?.Contains(until, StringComparison.Ordinal) == true) ? null : Untold;
    }

    private static ProtocolStep? StepOf(Protocol protocol, Visit visit) => visit.Series is { Leads: false } && protocol.Evening is { } evening ? evening : protocol.Fasting;

    private async Task<(Protocol? Protocol, Visit Visit, Clinic Clinic)> SeenAsync(ClinicDb db, Appointment visit)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var place = content.Find(visit.Protocol)?.InSeries == true ? (await VisitRun.OfAsync(db, visit, clinic)).PlaceOf(visit) : null;
        return (content.For(visit.Protocol, place), VisitRows.VisitOf(visit, place), clinic);
    }

    private static async Task<PlanPatient> PersonAsync(ClinicDb db, Clinic clinic, Patient patient, DateTimeOffset now)
    {
        var to = await Recipient.OfAsync(db, patient, now);
        return await PlanPeople.OfAsync(db, clinic, patient, to, await ConsentLedger.StateOf(db, clinic.Id, to.PhoneHash), now);
    }
}
