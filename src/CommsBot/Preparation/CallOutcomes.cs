using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>
/// What staff note about a visit, and what becomes true by it: the loop of a call is closed by its outcome, not by closing its ticket.
/// Any other outcome closes the ticket and changes nothing. "Told in person" holds for a telephone as well: a person told a person. A call that asks
/// for the health screen is closed by its answer, and one that waits for a clinician by the release: told without it, the patient would fast though nobody
/// knows whether they may.
/// </summary>
internal sealed class CallOutcomes(VisitPlans plans, FastWords fast, ClinicDirectory clinics)
{
    public const string Reached = "Reached by phone";
    public const string Told = "Told in person";
    public const string ScreenClear = "Health screen: none of these";
    public const string NurseNeeded = "Health screen: nurse needed";
    public const string Released = "Fast released by clinician";
    public const string DriverNamed = "Driver named";
    public const string NumberConfirmed = "Number confirmed";
    public const string WantsTexts = "Asked: wants the texts";
    public const string WantsNone = "Asked: wants no texts";
    public const string NotReached = "Could not reach";

    private const string Clinician = "clinician";
    private const string NotReleased = "The fast is held: only a clinician may release it.";
    private const string ScreenOpen = $"The health screen has no answer yet. Ask its questions and choose \"{ScreenClear}\" or \"{NurseNeeded}\".";

    private static readonly CallReason[] ScreenCalls = [CallReason.ScreenUnanswered, CallReason.ScreenTooLate, CallReason.ScreenByPhone];
    private static readonly CallReason[] HeldCalls = [CallReason.ScreenHeld, CallReason.MinorHeld, CallReason.LateHeld];
    private static readonly string[] ScreenReasons = [.. ScreenCalls.Select(reason => Words.Kebab(reason.ToString()))];
    private static readonly string[] UnsureReasons = [CallReasons.OptOutUnsure];
    private static readonly string[] HeldReasons = [.. HeldCalls.Select(reason => Words.Kebab(reason.ToString()))];

    /// <summary>The outcomes that change a visit, in the order staff choose from.</summary>
    public static readonly IReadOnlyList<string> Recorded = [Told, DriverNamed, ScreenClear, NurseNeeded, Released, NumberConfirmed, WantsTexts, WantsNone];

    /// <summary>The call was opened because nobody answered the health screen, or nobody could be asked by text.</summary>
    public static bool AsksScreen(HandoffTicket ticket) => IsFor(ticket, ScreenReasons);

    /// <summary>The call waits for a clinician: what the patient answered, or their age, holds the fast.</summary>
    public static bool AsksRelease(HandoffTicket ticket) => IsFor(ticket, HeldReasons);

    /// <summary>The patient's words left open whether they want texts.</summary>
    public static bool AsksAboutTexts(HandoffTicket ticket) => IsFor(ticket, UnsureReasons);

    private static bool IsFor(HandoffTicket ticket, string[] reasons) =>
        ticket.AppointmentId is not null && reasons.Intersect(Packet.Read(ticket.Summary).Where(field => field.Name == "Why").SelectMany(why => why.Value?.Split('\n') ?? [])).Any();

    /// <summary>For a ticket about a visit.</summary>
    public async Task<string?> CloseAsync(ClinicDb db, ClosedTicket closed)
    {
        if (closed.Ticket is not { AppointmentId: { } id, Kind: HandoffKind.Call or HandoffKind.Clinical } ticket) return null;
        if (await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == ticket.ClinicId && a.Id == id) is not { } visit) return null;
        var coming = visit.Status == AppointmentStatus.Booked && visit.StartsAt > closed.Now;
        if (closed.Outcome == NotReached)
        {
            if (coming) await AgainAsync(db, visit, ticket, closed.Now);
            return null;
        }

        if (coming && closed.Outcome is (Told or Reached or DriverNamed) && !VisitRows.VisitOf(visit).IsReleased)
        {
            if (VisitRows.ScreenOf(visit) == HealthScreen.Unknown && AsksScreen(ticket)) return ScreenOpen;
            if (AsksRelease(ticket)) return NotReleased;
        }

        if (coming && closed.Outcome == Told && await fast.WhyUntoldAsync(db, visit, ticket, closed.Now) is { } untold) return untold;

        return await RecordClosedAsync(db, visit, closed);
    }

    // What the plan asks for next is a call of its own: it must not join the one that ends here.
    private async Task<string?> RecordClosedAsync(ClinicDb db, Appointment visit, ClosedTicket closed)
    {
        // Whoever else has a say in the closing may still refuse it.
        if (!Recorded.Contains(closed.Outcome)) return null;
        var before = closed.Ticket.State;
        closed.Ticket.State = HandoffState.Closed;
        var refusal = await RecordAsync(db, visit, closed.Outcome, closed.Note, closed.By, closed.Now);
        if (refusal is not null) closed.Ticket.State = before;
        else if (closed.Outcome is Told or DriverNamed or WantsTexts or WantsNone) await BringBackAsync(db, visit, closed);
        return refusal;
    }

    /// <summary>One call for two matters, of which one was settled: the other is a call again at once.</summary>
    private async Task BringBackAsync(ClinicDb db, Appointment visit, ClosedTicket closed)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        foreach (var call in await CallsOf(db, visit).Where(c => c.TicketId == closed.Ticket.Id && c.State == PlannedCallState.Opened && c.Unless != CallUnless.Never).ToListAsync())
        {
            if (PlanCalls.IsMet(call.Unless, visit)) continue;
            (call.State, call.OpensAt) = (PlannedCallState.Waiting, closed.Now);
            call.Page |= clinic.StaffedMinutesBetween(closed.Now, call.Deadline) < clinic.Numbers.StaffedMinutesBeforeStep;
        }
    }

    /// <returns>Null when it was noted, or is no outcome that changes a visit; otherwise why it was not.</returns>
    public async Task<string?> RecordAsync(ClinicDb db, Appointment visit, string outcome, string? note, string by, DateTimeOffset now)
    {
        if (!Recorded.Contains(outcome)) return null;
        if (visit.Status != AppointmentStatus.Booked) return "This visit is not booked any more.";
        switch (outcome)
        {
            case Told:
                if (!VisitRows.VisitOf(visit).IsReleased && await CallsOf(db, visit).AnyAsync(c => HeldCalls.Contains(c.Reason) && c.State != PlannedCallState.Dropped)) return NotReleased;
                if (string.IsNullOrWhiteSpace(note)) return "Say in the note whom you told.";
                (visit.UnderstoodVersion, visit.ToldTo, visit.ToldBy) = (visit.PlanVersion, note.Trim(), by);
                await PlanCalls.DropUnderstoodAsync(db, visit, now);
                return null;
            case DriverNamed:
                if (PlanWording.SayableName(note) is not { } driver) return "Write the driver's name in the note: letters only, at most 30.";
                visit.Driver = driver;
                await RefreshAsync(db, visit, now);
                return null;
            case ScreenClear or NurseNeeded:
                return await ScreenAsync(db, visit, outcome == ScreenClear, now);
            case NumberConfirmed:
                await ConfirmAsync(db, visit, now);
                return null;
            case WantsTexts or WantsNone:
                return await TextsAsync(db, visit, outcome == WantsTexts, note, by, now);
            default:
                if (await StaffPeople.FindAsync(db, by) is not { Role: Clinician }) return "Only a clinician may release a fast.";
                (visit.ScreenState, visit.ScreenSetBy) = ("cleared", by);
                await RefreshAsync(db, visit, now);
                return null;
        }
    }

    /// <summary>The patient's own answer, said to a person instead of texted: it weighs as much as a text, and no more.</summary>
    private async Task<string?> ScreenAsync(ClinicDb db, Appointment visit, bool clear, DateTimeOffset now)
    {
        if (clear && VisitRows.ScreenOf(visit) is HealthScreen.Held or HealthScreen.AnsweredLate) return NotReleased;
        if (clear && VisitRows.ScreenOf(visit) != HealthScreen.Unknown) return null;
        var late = clear && await CallsOf(db, visit).AnyAsync(c => c.Reason == CallReason.ScreenTooLate && c.State != PlannedCallState.Dropped);
        if (clear) (visit.ScreenState, visit.ScreenSetBy) = late ? ("held", VisitRows.Late) : ("cleared", VisitRows.Patient);
        else VisitRows.SayYes(visit);
        await PlanAnswers.ScreenSaidAsync(db, visit, clear ? "1" : "3", now);
        await RefreshAsync(db, visit, now);
        return null;
    }

    private static IQueryable<PlannedCall> CallsOf(ClinicDb db, Appointment visit) =>
        db.PlannedCalls.AsTracking().Where(c => c.ClinicId == visit.ClinicId && c.AppointmentId == visit.Id && c.PlanVersion == visit.PlanVersion);

    private async Task RefreshAsync(ClinicDb db, Appointment visit, DateTimeOffset now) =>
        await plans.RefreshAsync(db, visit, await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId), now);

    /// <summary>Staff spoke with whoever the texts go to, on that number: what waited for it may leave.</summary>
    private async Task ConfirmAsync(ClinicDb db, Appointment visit, DateTimeOffset now)
    {
        var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
        var to = await Recipient.OfAsync(db, patient, now);
        await Caregivers.ConfirmAsync(db, visit.ClinicId, to.PhoneHash, now, patient.Id);
        await plans.RefreshNumberAsync(db, visit.ClinicId, to.PhoneHash, now);
    }

    /// <summary>The patient was asked whether they want texts. A yes lets go what waited for it; a number that opted out needs a consent, not an answer.</summary>
    private async Task<string?> TextsAsync(ClinicDb db, Appointment visit, bool wanted, string? note, string by, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        var to = await Recipient.OfAsync(db, await db.Patients.SingleAsync(p => p.Id == visit.PatientId), now);
        if (wanted && await ConsentLedger.OptedOut(db, visit.ClinicId, to.PhoneHash)) return "This number opted out of all texts. The patient texts START, or you enter the consent on the patient's page.";
        await plans.KeepTextsAsync(db, visit.ClinicId, to.PhoneHash, now);
        if (wanted) return null;
        var said = string.IsNullOrWhiteSpace(note) ? "The patient said to a member of staff that they want no texts." : note.Trim();
        await ConsentLedger.Record(db, visit.ClinicId, PhoneNumber.Parse(to.Phone), ConsentPurpose.All, granted: false, said, "staff", by, now);
        await plans.RefreshNumberAsync(db, visit.ClinicId, to.PhoneHash, now);
        return null;
    }

    /// <inheritdoc cref="CallAgain.When"/>
    private async Task AgainAsync(ClinicDb db, Appointment visit, HandoffTicket ticket, DateTimeOffset now)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var fast = FastTimes.Of(VisitRows.VisitOf(visit), clinic).Times?.FoodUntil;
        var deadline = fast > now ? fast.Value : visit.StartsAt;
        var (opens, page) = CallAgain.When(clinic, now, deadline);
        var calls = CallsOf(db, visit);
        // A call about the health screen comes back as one: it says what to ask, and ends with the answer or the release.
        var row = await calls.FirstOrDefaultAsync(c => c.TicketId == ticket.Id && (ScreenCalls.Contains(c.Reason) || HeldCalls.Contains(c.Reason)))
            ?? await calls.SingleOrDefaultAsync(c => c.Reason == CallReason.CallAgain && c.Step == "");
        if (row is null)
        {
            row = new PlannedCall
            {
                ClinicId = visit.ClinicId, AppointmentId = visit.Id, PlanVersion = visit.PlanVersion, Reason = CallReason.CallAgain, Step = "",
                OpensAt = opens, Deadline = deadline, Page = page, Unless = CallUnless.Never,
            };
            db.PlannedCalls.Add(row);
        }

        (row.State, row.OpensAt, row.Deadline, row.Page, row.TicketId) = (PlannedCallState.Waiting, opens, deadline, page, ticket.Id);
    }
}
