using CommsBot.Appointments;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>The calls of a plan as rows, and as tickets once their moment has come.</summary>
internal static class PlanCalls
{
    private static readonly HashSet<string> PlanReasons = [.. Enum.GetNames<CallReason>().Select(Words.Kebab)];

    /// <param name="told">A reason that a person has heard of in another way; its call is not asked for again.</param>
    public static async Task FollowAsync(ClinicDb db, Appointment visit, Patient patient, IReadOnlyList<CallTask> calls, DateTimeOffset now, CallReason? told)
    {
        var rows = await db.PlannedCalls.AsTracking()
            .Where(c => c.ClinicId == visit.ClinicId && c.AppointmentId == visit.Id && c.PlanVersion == visit.PlanVersion).ToListAsync();
        foreach (var call in calls)
        {
            var row = rows.Find(row => row.Reason == call.Reason && row.Step == (call.Step ?? ""));
            if (row is null) rows.Add(row = Add(db, visit, call));
            else if (row.State != PlannedCallState.Opened && !WaitsToTryAgain(row)) Renew(row, call);
            if (row.State == PlannedCallState.Waiting && row.Reason == told) row.State = PlannedCallState.Opened;
        }

        var unneeded = rows.Where(row => row.Reason != CallReason.CallAgain && !calls.Any(call => call.Reason == row.Reason && (call.Step ?? "") == row.Step)).ToList();
        await DropAsync(db, unneeded, rows, now);
        foreach (var due in rows.Where(row => row.State == PlannedCallState.Waiting && row.OpensAt <= now))
            await OpenAsync(db, visit, patient, due, now, calls.FirstOrDefault(call => call.Reason == due.Reason && (call.Step ?? "") == due.Step)?.Ask);
    }

    /// <summary>The health screen's deadline has passed without an answer, so a nurse is asked, or was.</summary>
    public static Task<bool> NurseAskedAsync(ClinicDb db, string clinicId, string visitId, int planVersion, DateTimeOffset now) => db.PlannedCalls.AnyAsync(c =>
        c.ClinicId == clinicId && c.AppointmentId == visitId && c.PlanVersion == planVersion && (c.Reason == CallReason.ScreenUnanswered || c.Reason == CallReason.ScreenTooLate)
        && c.State != PlannedCallState.Dropped && (c.State == PlannedCallState.Opened || c.TicketId != null || c.OpensAt <= now));

    /// <summary>Nothing may be texted, so a call that asks the health questions stands, or comes back after a try that reached nobody: its outcome is their answer.</summary>
    public static Task<bool> AskedByPhoneAsync(ClinicDb db, string clinicId, string visitId) => db.PlannedCalls.AnyAsync(c =>
        c.ClinicId == clinicId && c.AppointmentId == visitId && c.Reason == CallReason.ScreenByPhone
        && (c.State == PlannedCallState.Waiting || (c.State == PlannedCallState.Opened && db.Handoffs.Any(h => h.Id == c.TicketId && h.State != HandoffState.Closed))));

    /// <summary>Takes back the calls that asked for the answer the patient has now given.</summary>
    public static async Task DropUnderstoodAsync(ClinicDb db, Appointment visit, DateTimeOffset now)
    {
        var rows = await db.PlannedCalls.AsTracking()
            .Where(c => c.ClinicId == visit.ClinicId && c.AppointmentId == visit.Id && c.PlanVersion == visit.PlanVersion && c.State != PlannedCallState.Dropped).ToListAsync();
        await DropAsync(db, [.. rows.Where(row => row.Unless == CallUnless.StepUnderstood)], rows, now);
    }

    /// <summary>Takes back every call of the visit's plans, older versions included.</summary>
    public static async Task DropAllAsync(ClinicDb db, Appointment visit, DateTimeOffset now)
    {
        var rows = await db.PlannedCalls.AsTracking()
            .Where(c => c.ClinicId == visit.ClinicId && c.AppointmentId == visit.Id && c.State != PlannedCallState.Dropped).ToListAsync();
        await DropAsync(db, rows, rows, now);
    }

    /// <summary>A call that the plan did not ask for is moot now: it is closed where nobody has begun it and nothing else asks for it.</summary>
    public static async Task TakeBackAsync(ClinicDb db, Appointment visit, string reason, DateTimeOffset now)
    {
        var open = await db.Handoffs.AsTracking()
            .Where(h => h.ClinicId == visit.ClinicId && h.AppointmentId == visit.Id && h.Kind == HandoffKind.Call && h.State == HandoffState.Waiting).ToListAsync();
        foreach (var ticket in open.Where(ticket => ReasonsOf(ticket).Contains(reason)))
            if (ReasonsOf(ticket).All(why => why == reason)) Close(ticket, now);
            else Forget(ticket, new HashSet<string> { reason });
        if (open.Count > 0) await db.SaveChangesAsync();
    }

    /// <summary>Puts it on the call list, or drops it when what it waited for has happened.</summary>
    /// <param name="ask">What to say; null for the text that nobody answered, if it left.</param>
    public static async Task OpenAsync(ClinicDb db, Appointment visit, Patient patient, PlannedCall call, DateTimeOffset now, string? ask = null)
    {
        if (call.PlanVersion != visit.PlanVersion || visit.Status != AppointmentStatus.Booked || visit.StartsAt <= now || IsMet(call.Unless, visit))
        {
            call.State = PlannedCallState.Dropped;
            return;
        }

        var to = await Recipient.OfAsync(db, patient, now);
        ask ??= await AskAsync(db, visit, call);
        // The clinic may have closed since the call was planned.
        var page = call.Page || db.Due?.IsPressing(visit.ClinicId, call.OpensAt, call.Deadline) == true;
        var ticket = await CallTasks.OpenAsync(db, new Handoff.CallTask(visit.ClinicId, Words.Kebab(call.Reason.ToString()), to.Phone, to.PhoneHash, now)
        {
            AppointmentId = visit.Id,
            Language = patient.Language ?? Content.Language.English,
            Deadline = call.Deadline,
            Ask = ask,
            AtOnce = page,
            Page = page,
        });
        call.TicketId = ticket.Id;
        call.State = PlannedCallState.Opened;
    }

    /// <summary>Whoever calls again says what the call that reached nobody said, and about the screen what the text asked.</summary>
    private static async Task<string?> AskAsync(ClinicDb db, Appointment visit, PlannedCall call)
    {
        if (call.TicketId is { } before && await db.Handoffs.SingleOrDefaultAsync(h => h.Id == before) is { } ticket && Packet.Read(ticket.Summary) is var told
            && (Packet.ValueOf(told, "Ask") ?? (call.Reason == CallReason.CallAgain ? Packet.ValueOf(told, "Text not received") : null)) is { } asked) return asked;
        if (call.Unless != CallUnless.ScreenCleared) return null;
        return (await PlanTexts.OfAsync(db, visit)).Find(text => text.Step == call.Step)?.Body is { } body ? PlanWording.Said(body) : null;
    }

    /// <summary>Nobody was reached a moment ago: a plan that is merely read again does not bring the next try forward.</summary>
    private static bool WaitsToTryAgain(PlannedCall call) => call is { State: PlannedCallState.Waiting, TicketId: not null };

    /// <summary>What the call waited for has happened.</summary>
    public static bool IsMet(CallUnless unless, Appointment visit) => unless switch
    {
        CallUnless.ScreenCleared => visit.ScreenState == "cleared" || VisitRows.VisitOf(visit).IsReleased,
        CallUnless.StepUnderstood => visit.UnderstoodVersion == visit.PlanVersion,
        CallUnless.DriverNamed => !string.IsNullOrWhiteSpace(visit.Driver),
        _ => false,
    };

    private static PlannedCall Add(ClinicDb db, Appointment visit, CallTask call)
    {
        var row = new PlannedCall
        {
            ClinicId = visit.ClinicId,
            AppointmentId = visit.Id,
            PlanVersion = visit.PlanVersion,
            Reason = call.Reason,
            Step = call.Step ?? "",
            OpensAt = call.OpensAt,
            Deadline = call.Deadline,
            Page = call.Page,
            Unless = call.Unless,
        };
        db.PlannedCalls.Add(row);
        return row;
    }

    private static void Renew(PlannedCall row, CallTask call)
    {
        row.State = PlannedCallState.Waiting;
        row.TicketId = null;
        row.OpensAt = call.OpensAt;
        row.Deadline = call.Deadline;
        row.Page = call.Page;
    }

    private static async Task DropAsync(ClinicDb db, IReadOnlyList<PlannedCall> unneeded, IReadOnlyList<PlannedCall> all, DateTimeOffset now)
    {
        foreach (var row in unneeded) row.State = PlannedCallState.Dropped;
        foreach (var id in unneeded.Select(row => row.TicketId).OfType<string>().Distinct())
        {
            if (all.Where(row => row.TicketId == id && row.State == PlannedCallState.Opened).ToList() is { Count: > 0 } others)
            {
                await ForgetAsync(db, id, unneeded.Select(row => row.Reason).Except(others.Select(row => row.Reason)));
                continue;
            }

            var ticket = await db.Handoffs.AsTracking().SingleOrDefaultAsync(h => h.Id == id && h.State == HandoffState.Waiting);
            if (ticket is not null && ReasonsOf(ticket).All(PlanReasons.Contains))
                Close(ticket, now);
        }

        // What opens next in this write must not join a ticket that was just closed.
        if (unneeded.Count > 0) await db.SaveChangesAsync();
    }

    // One call for two matters goes on with the other: whoever phones asks only for what is still open.
    private static async Task ForgetAsync(ClinicDb db, string ticketId, IEnumerable<CallReason> met)
    {
        if (await db.Handoffs.AsTracking().SingleOrDefaultAsync(h => h.Id == ticketId && h.State != HandoffState.Closed) is not { } ticket) return;
        var gone = met.Select(reason => Words.Kebab(reason.ToString())).ToHashSet();
        Forget(ticket, gone);
    }

    private static void Forget(HandoffTicket ticket, IReadOnlySet<string> gone) => ticket.Summary = Packet.Write([.. Packet.Read(ticket.Summary)
        .Select(field => field is { Name: "Why", Value: { } why } ? field with { Value = string.Join('\n', why.Split('\n').Where(reason => !gone.Contains(reason))) } : field)]);

    private static IEnumerable<string> ReasonsOf(HandoffTicket ticket) =>
        Packet.Read(ticket.Summary).Where(field => field.Name == "Why").SelectMany(why => why.Value?.Split('\n') ?? []);

    // Nobody has begun it and nothing but the plan asked for it: a call about a visit that is gone would only puzzle the patient.
    private static void Close(HandoffTicket ticket, DateTimeOffset now)
    {
        ticket.State = HandoffState.Closed;
        ticket.ClosedAt = now;
        ticket.ClosedBy = "CommsBot";
        ticket.Outcome = "no longer needed";
    }
}
