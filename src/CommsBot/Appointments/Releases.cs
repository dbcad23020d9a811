using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>
/// Whether another system's "cleared", or its own times for a visit, let the fast go. They count where the patient said nothing else: over the patient's own yes, and under 18, only a
/// clinician does in the console, for the name that comes with it is a word and nobody signed in to say it.
/// </summary>
internal static class Releases
{
    /// <returns>Null when it may be taken over.</returns>
    /// <param name="now">Clinic time.</param>
    public static async Task<PutOutcome?> RefusalAsync(ClinicDb db, string clinicId, Appointment? known, AppointmentDraft draft, DateTimeOffset now)
    {
        var clears = draft.Screen?.State == "cleared";
        if (draft.Status != AppointmentStatus.Booked || !(clears || SetsTimes(known, draft.Preparation)) || (known is not null && VisitRows.ScreenOf(known) == HealthScreen.ClearedByStaff)) return null;
        var who = draft.Patient;
        var patient = await PatientBook.FindAsync(db, clinicId, who.Id, who.Phone, who.FirstName, who.LastName, known?.PatientId);
        if (IsMinor(patient, who, draft.StartsAt)) return clears ? PutOutcome.Minor : PutOutcome.OwnTimesUnder18;
        if (patient is null) return null;
        var coming = await db.Appointments.Where(a => a.ClinicId == clinicId && a.PatientId == patient.Id && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.ScreenState == "held").ToListAsync();
        if (!coming.Exists(VisitRows.IsOwnYes)) return null;
        return clears ? PutOutcome.PatientSaidYes : PutOutcome.OwnTimesOverYes;
    }

    /// <summary>What stands when another system writes how a visit is prepared: the same times again stay whoever's they are.</summary>
    public static void Prepare(Appointment visit, PreparationDraft stated)
    {
        if (stated.Mode == Appointment.Individual && !SetsTimes(visit, stated)) return;
        (visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PreparationSetBy) = (stated.Mode, stated.FoodUntil, stated.ClearLiquidsUntil, stated.SetBy);
    }

    /// <summary>Times set for one start say nothing of another: they are told to nobody, and a person asks for new ones.</summary>
    public static void EndTimes(Appointment moved)
    {
        if (moved.PreparationMode == Appointment.Individual) (moved.FoodUntil, moved.ClearLiquidsUntil) = (null, null);
    }

    /// <summary>What stands when another system writes a screen: it may hold too, but a yes stays the patient's, and a clinician's release the clinician's.</summary>
    public static (string State, string? SetBy) Screen(Appointment visit, ScreenDraft stated) =>
        (stated.State == "held" && VisitRows.IsOwnYes(visit)) || (stated.State == "cleared" && VisitRows.ScreenOf(visit) == HealthScreen.ClearedByStaff)
            ? (visit.ScreenState, visit.ScreenSetBy)
            : (stated.State, stated.SetBy + VisitRows.FromSystem);

    /// <summary>A birth date that comes later than the "cleared" or the times of another system takes them back: nobody who may knew that this patient is under 18.</summary>
    public static async Task EndUnder18Async(ClinicDb db, Appointment visit, Patient patient)
    {
        if (!patient.IsMinorAt(visit.StartsAt)) return;
        if (VisitRows.ScreenOf(visit) == HealthScreen.ClearedByStaff && !await IsClinicianAsync(db, visit.ScreenSetBy)) (visit.ScreenState, visit.ScreenSetBy) = ("unknown", null);
        if (visit.PreparationMode == Appointment.Individual && !await IsClinicianAsync(db, visit.PreparationSetBy))
            (visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PreparationSetBy) = (Appointment.Standard, null, null, null);
    }

    private static async Task<bool> IsClinicianAsync(ClinicDb db, string? name) => name is not null && await StaffPeople.FindAsync(db, name) is { Role: "clinician" };

    private static bool SetsTimes(Appointment? known, PreparationDraft? stated) => stated is { Mode: Appointment.Individual }
        && (known is not { PreparationMode: Appointment.Individual } || (known.FoodUntil, known.ClearLiquidsUntil) != (stated.FoodUntil, stated.ClearLiquidsUntil));

    private static bool IsMinor(Patient? onFile, PatientDraft stated, DateTimeOffset startsAt) =>
        stated.BirthDate is { } born ? Patient.IsMinorAt(born, startsAt) : onFile?.IsMinorAt(startsAt) == true;
}
