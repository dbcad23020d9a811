using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>
/// Whether another system's "cleared" lets the fast go. It counts where the patient said nothing else: over the patient's own yes, and under 18, only a
/// clinician's recorded release does, for the name that comes with it is a word and nobody signed in to say it.
/// </summary>
internal static class Releases
{
    /// <returns>Null when it may be taken over.</returns>
    /// <param name="now">Clinic time.</param>
    public static async Task<PutOutcome?> RefusalAsync(ClinicDb db, string clinicId, Appointment? known, AppointmentDraft draft, DateTimeOffset now)
    {
        if (draft is not { Status: AppointmentStatus.Booked, Screen.State: "cleared" } || (known is not null && VisitRows.ScreenOf(known) == HealthScreen.ClearedByStaff)) return null;
        var who = draft.Patient;
        var patient = await PatientBook.FindAsync(db, clinicId, who.Id, who.Phone, who.FirstName, who.LastName, known?.PatientId);
        if (IsMinor(patient, who, draft.StartsAt)) return PutOutcome.Minor;
        if (patient is null) return null;
        var coming = await db.Appointments.Where(a => a.ClinicId == clinicId && a.PatientId == patient.Id && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.ScreenState == "held").ToListAsync();
        return coming.Exists(VisitRows.IsOwnYes) ? PutOutcome.PatientSaidYes : null;
    }

    /// <summary>What stands when another system writes a screen: it may hold too, but a yes stays the patient's, and a clinician's release the clinician's.</summary>
    public static (string State, string? SetBy) Screen(Appointment visit, ScreenDraft stated) =>
        (stated.State == "held" && VisitRows.IsOwnYes(visit)) || (stated.State == "cleared" && VisitRows.ScreenOf(visit) == HealthScreen.ClearedByStaff)
            ? (visit.ScreenState, visit.ScreenSetBy)
            : (stated.State, stated.SetBy);

    /// <summary>A birth date that comes later than the "cleared" of another system takes it back: nobody who may knew that this patient is under 18.</summary>
    public static async Task EndUnder18Async(ClinicDb db, Appointment visit, Patient patient)
    {
        if (VisitRows.ScreenOf(visit) != HealthScreen.ClearedByStaff || !patient.IsMinorAt(visit.StartsAt)) return;
        if (visit.ScreenSetBy is { } by && await StaffPeople.FindAsync(db, by) is { Role: "clinician" }) return;
        (visit.ScreenState, visit.ScreenSetBy) = ("unknown", null);
    }

    private static bool IsMinor(Patient? onFile, PatientDraft stated, DateTimeOffset startsAt) =>
        stated.BirthDate is { } born ? Patient.IsMinorAt(born, startsAt) : onFile?.IsMinorAt(startsAt) == true;
}
