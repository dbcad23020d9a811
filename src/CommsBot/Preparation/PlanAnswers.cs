using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Outbox;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>
/// Makes a patient's reply true, inside the turn's write. A reply to a text that meanwhile is of an older plan changes nothing: the visit moved while
/// the patient wrote, and the new plan asks again.
/// </summary>
internal sealed class PlanAnswers(VisitPlans plans)
{
    /// <summary>On the row of a text whose time was said back wrongly.</summary>
    public const string WrongTime = "wrong time";

    /// <summary>1: the text, and older instructions of the same visit that it repeats, are answered.</summary>
    public async Task UnderstoodAsync(ClinicDb db, string clinicId, OpenText text, DateTimeOffset now)
    {
        if (await AnswerAsync(db, clinicId, text, "1", now) is not { } visit) return;
        if (text.Completes)
        {
            visit.UnderstoodVersion = visit.PlanVersion;
            await PlanCalls.DropUnderstoodAsync(db, visit, now);
        }

        foreach (var older in await OpenAsync(db, visit, "123")) (older.Answer, older.AnsweredAt) = ("1", now);
    }

    /// <summary>
    /// 1 to the health screen: none of these. The fast is let go, unless no answer had come by its deadline: then a clinician must. While a call asks the
    /// questions because the patient wanted no texts, the digit is only noted: which of the two they answer nobody knows, and the call is the later one.
    /// </summary>
    public async Task ScreenClearedAsync(ClinicDb db, string clinicId, OpenText text, DateTimeOffset now)
    {
        if (await PlanCalls.AskedByPhoneAsync(db, clinicId, text.VisitId))
        {
            await AskedAsync(db, clinicId, text, "1");
            return;
        }

        if (await AnswerAsync(db, clinicId, text, "1", now) is not { } visit) return;
        // Staff may have decided meanwhile; the patient does not overrule them.
        if (VisitRows.ScreenOf(visit) != HealthScreen.Unknown) return;
        var late = await PlanCalls.NurseAskedAsync(db, clinicId, visit.Id, visit.PlanVersion, now);
        (visit.ScreenState, visit.ScreenSetBy) = late ? ("held", VisitRows.Late) : ("cleared", VisitRows.Patient);
        await RefreshAsync(db, visit, now);
    }

    /// <summary>3 to the health screen: the fast is held until a clinician lets it go. The turn opens the nurse's task itself.</summary>
    public async Task ScreenHeldAsync(ClinicDb db, string clinicId, OpenText text, DateTimeOffset now)
    {
        if (await AnswerAsync(db, clinicId, text, "3", now) is not { } visit || await IsReleasedAsync(db, visit)) return;
        VisitRows.SayYes(visit);
        await RefreshAsync(db, visit, now, CallReason.ScreenHeld);
    }

    /// <summary>Told in words what the screen asks for, whether or not it was asked: held as by a 3. What a clinician let go stays let go, and is called about.</summary>
    public async Task HealthToldAsync(ClinicDb db, string clinicId, string appointmentId, DateTimeOffset now, CallReason? told)
    {
        var visit = await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == appointmentId);
        if (visit is not { Status: AppointmentStatus.Booked } || visit.StartsAt <= now || VisitRows.IsOwnYes(visit) || await IsReleasedAsync(db, visit)) return;
        VisitRows.SayYes(visit);
        await ScreenSaidAsync(db, visit, "3", now);
        await RefreshAsync(db, visit, now, told);
    }

    /// <summary>The screen was answered to a person: its text waits for no digit any more.</summary>
    public static async Task ScreenSaidAsync(ClinicDb db, Appointment visit, string digit, DateTimeOffset now)
    {
        foreach (var text in await OpenAsync(db, visit, "13")) (text.Answer, text.AnsweredAt) = (digit, now);
    }

    /// <summary>2 or 3: noted on the text, which still waits for a 1: the visit is as it was and its instructions hold.</summary>
    public async Task AskedAsync(ClinicDb db, string clinicId, OpenText text, string digit)
    {
        var row = await db.Outbound.AsTracking().SingleOrDefaultAsync(m => m.Id == text.Id && m.ClinicId == clinicId && m.AnsweredAt == null);
        if (row is not null) row.Answer = digit;
    }

    /// <summary>The same person drives on each day of a series until another one is named; nobody is called to ask any more.</summary>
    public async Task DriverAsync(ClinicDb db, Clinic clinic, string appointmentId, string name, DateTimeOffset now)
    {
        var visit = await db.Appointments.AsTracking().SingleAsync(a => a.ClinicId == clinic.Id && a.Id == appointmentId);
        var days = (await VisitRun.OfAsync(db, visit, clinic)).Visits.Where(day => day.StartsAt >= visit.StartsAt).Select(day => day.Id).ToList();
        foreach (var day in await db.Appointments.AsTracking().Where(a => a.ClinicId == clinic.Id && days.Contains(a.Id)).ToListAsync()) day.Driver = name;
        await RefreshAsync(db, visit, now);
    }

    /// <summary>A clinician of ours let the fast go. Another system's "cleared" yields to the patient, as that name is only a word, and so do times set for the visit.</summary>
    private static async Task<bool> IsReleasedAsync(ClinicDb db, Appointment visit) => VisitRows.ScreenOf(visit) == HealthScreen.ClearedByStaff
        && visit.ScreenSetBy is { } by && await StaffPeople.FindAsync(db, by) is { Role: "clinician", Disabled: false };

    private static async Task<Appointment?> AnswerAsync(ClinicDb db, string clinicId, OpenText text, string digit, DateTimeOffset now)
    {
        var row = await db.Outbound.AsTracking().SingleOrDefaultAsync(m => m.Id == text.Id && m.ClinicId == clinicId && m.AnsweredAt == null);
        var visit = await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == text.VisitId);
        if (row is null || visit is null || row.PlanVersion != visit.PlanVersion || visit.Status != AppointmentStatus.Booked) return null;
        (row.Answer, row.AnsweredAt) = (digit, now);
        return visit;
    }

    private static Task<List<OutboundMessage>> OpenAsync(ClinicDb db, Appointment visit, string expects) =>
        db.Outbound.AsTracking().Where(m => m.ClinicId == visit.ClinicId && m.AppointmentId == visit.Id && m.Class == MessageClass.Plan && m.PlanVersion == visit.PlanVersion
            && m.Expects == expects && m.AnsweredAt == null && m.SentAt != null).ToListAsync();

    private async Task RefreshAsync(ClinicDb db, Appointment visit, DateTimeOffset now, CallReason? told = null)
    {
        var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
        await plans.RefreshAsync(db, visit, patient, now, told);
    }
}
