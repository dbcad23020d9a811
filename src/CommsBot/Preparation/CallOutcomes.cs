using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>
/// What staff note about a visit, and what becomes true by it: the loop of a call is closed by its outcome, not by closing its ticket.
/// Any other outcome closes the ticket and changes nothing. "Told in person" holds for a telephone as well: a person told a person.
/// </summary>
internal sealed class CallOutcomes(VisitPlans plans, ClinicDirectory clinics)
{
    public const string Told = "Told in person";
    public const string Released = "Fast released by clinician";
    public const string DriverNamed = "Driver named";
    public const string NumberConfirmed = "Number confirmed";
    public const string NotReached = "Could not reach";

    private const string Clinician = "clinician";

    /// <summary>The outcomes that change a visit, in the order staff choose from.</summary>
    public static readonly IReadOnlyList<string> Recorded = [Told, DriverNamed, Released, NumberConfirmed];

    /// <summary>For a ticket about a visit.</summary>
    public async Task<string?> CloseAsync(ClinicDb db, ClosedTicket closed)
    {
        if (closed.Ticket is not { AppointmentId: { } id, Kind: HandoffKind.Call or HandoffKind.Clinical } ticket) return null;
        if (await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == ticket.ClinicId && a.Id == id) is not { } visit) return null;
        if (closed.Outcome != NotReached) return await RecordAsync(db, visit, closed.Outcome, closed.Note, closed.By, closed.Now);
        if (visit.Status == AppointmentStatus.Booked && visit.StartsAt > closed.Now) await AgainAsync(db, visit, closed.Now);
        return null;
    }

    /// <returns>Null when it was noted, or is no outcome that changes a visit; otherwise why it was not.</returns>
    public async Task<string?> RecordAsync(ClinicDb db, Appointment visit, string outcome, string? note, string by, DateTimeOffset now)
    {
        if (!Recorded.Contains(outcome)) return null;
        if (visit.Status != AppointmentStatus.Booked) return "This visit is not booked any more.";
        switch (outcome)
        {
            case Told:
                if (string.IsNullOrWhiteSpace(note)) return "Say in the note whom you told.";
                (visit.UnderstoodVersion, visit.ToldTo, visit.ToldBy) = (visit.PlanVersion, note.Trim(), by);
                await PlanCalls.DropUnderstoodAsync(db, visit, now);
                return null;
            case DriverNamed:
                if (PlanWording.SayableName(note) is not { } driver) return "Write the driver's name in the note: letters only, at most 30.";
                visit.Driver = driver;
                return null;
            case NumberConfirmed:
                await ConfirmAsync(db, visit, now);
                return null;
            default:
                if (await StaffPeople.FindAsync(db, by) is not { Role: Clinician }) return "Only a clinician may release a fast.";
                (visit.ScreenState, visit.ScreenSetBy) = ("cleared", by);
                await plans.RefreshAsync(db, visit, await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId), now);
                return null;
        }
    }

    /// <summary>Staff spoke with whoever the texts go to, on that number: what waited for it may leave.</summary>
    private async Task ConfirmAsync(ClinicDb db, Appointment visit, DateTimeOffset now)
    {
        var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
        var to = await Recipient.OfAsync(db, patient, now);
        await Caregivers.ConfirmAsync(db, visit.ClinicId, to.PhoneHash, now, patient.Id);
        await plans.RefreshNumberAsync(db, visit.ClinicId, to.PhoneHash, now);
    }

    /// <inheritdoc cref="CallAgain.When"/>
    private async Task AgainAsync(ClinicDb db, Appointment visit, DateTimeOffset now)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var fast = FastTimes.Of(VisitRows.VisitOf(visit), clinic).Times?.FoodUntil;
        var deadline = fast > now ? fast.Value : visit.StartsAt;
        var (opens, page) = CallAgain.When(clinic, now, deadline);
        var row = await db.PlannedCalls.AsTracking().SingleOrDefaultAsync(c => c.ClinicId == visit.ClinicId && c.AppointmentId == visit.Id
            && c.PlanVersion == visit.PlanVersion && c.Reason == CallReason.CallAgain && c.Step == "");
        if (row is null)
        {
            row = new PlannedCall
            {
                ClinicId = visit.ClinicId, AppointmentId = visit.Id, PlanVersion = visit.PlanVersion, Reason = CallReason.CallAgain, Step = "",
                OpensAt = opens, Deadline = deadline, Page = page, Unless = CallUnless.Never,
            };
            db.PlannedCalls.Add(row);
        }

        (row.State, row.OpensAt, row.Deadline, row.Page, row.TicketId) = (PlannedCallState.Waiting, opens, deadline, page, null);
    }
}
