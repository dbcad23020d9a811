using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// What a person does with a ticket. Each act is one write that reads ticket and conversation, refuses or changes both, and is audited; from the
/// commit of a claim on no reply of the bot can commit, because the conversation's version has moved.
/// </summary>
internal sealed class HandoffDesk(ClinicStore store, PatientLine line, ClinicClock clock, TimeProvider machine, Changes changes, Hints hints)
{
    public const int LongestNote = 4000;
    public const int LongestOutcome = 200;

    /// <summary>Takes the ticket and its conversation. The patient is told once; claiming one's own ticket again changes nothing.</summary>
    public Task<DeskResult> ClaimAsync(DeskPerson person, string ticketId, CancellationToken ct = default) =>
        ActAsync(person, ticketId, "handoff.claim", work =>
        {
            Take(work);
            return Task.FromResult(DeskResult.Done(work.Ticket));
        }, ct);

    /// <summary>Writes to the patient, and takes the ticket first when nobody has.</summary>
    public Task<DeskResult> WriteAsync(DeskPerson person, string ticketId, string? text, CancellationToken ct = default) =>
        ActAsync(person, ticketId, "handoff.message", async work =>
        {
            if (work.Conversation is not { } conversation) return DeskResult.Refused("This ticket has no conversation to write to; call the patient.");
            if (Unfit(text, "text", PatientLine.Longest(conversation)) is { } refusal) return refusal;
            if (await PatientLine.IsOptedOutAsync(work.Db, conversation))
                return new DeskResult(DeskOutcome.OptedOut, Reason: "This number has opted out of texts. Nothing was sent; call the patient.");
            Take(work);
            return DeskResult.Done(work.Ticket) with { Said = line.Write(work.Db, conversation, person.Name, text!.Trim(), work.Now) };
        }, ct);

    /// <summary>Leaves a note that only staff read.</summary>
    public Task<DeskResult> NoteAsync(DeskPerson person, string ticketId, string? text, CancellationToken ct = default) =>
        ActAsync(person, ticketId, "handoff.note", work =>
        {
            if (Unfit(text, "text", LongestNote) is { } refusal) return Task.FromResult(refusal);
            var note = new HandoffNote { TicketId = ticketId, ClinicId = work.Ticket.ClinicId, Author = person.Name, Text = text!.Trim(), At = work.Now };
            work.Db.HandoffNotes.Add(note);
            return Task.FromResult(DeskResult.Done(work.Ticket) with { Note = note });
        }, ct);

    /// <summary>Closes the ticket. The conversation returns to the bot, and the patient is told, unless another open ticket still needs the person.</summary>
    public Task<DeskResult> CloseAsync(DeskPerson person, string ticketId, string? outcome, CancellationToken ct = default) =>
        ActAsync(person, ticketId, "handoff.close", async work =>
        {
            if (Unfit(outcome, "outcome", LongestOutcome) is { } refusal) return refusal;
            work.Ticket.State = HandoffState.Closed;
            work.Ticket.Outcome = outcome!.Trim();
            work.Ticket.ClosedAt = work.Now;
            work.Ticket.ClosedBy = person.Name;
            if (work.Conversation is { Owner: not null } conversation && !await StillNeededAsync(work, conversation))
            {
                conversation.HandBack();
                line.Announce(work.Db, conversation, "handed-back", work.Now);
            }

            return DeskResult.Done(work.Ticket);
        }, ct);

    private async Task<DeskResult> ActAsync(DeskPerson person, string ticketId, string action, Func<DeskWork, Task<DeskResult>> act, CancellationToken ct)
    {
        var result = await store.Write(async db =>
        {
            var ticket = await db.Handoffs.AsTracking().SingleOrDefaultAsync(h => h.Id == ticketId && person.Clinics.Contains(h.ClinicId));
            if (ticket is null) return new DeskResult(DeskOutcome.NotFound);
            if (!await StaffPeople.MayActAsync(db, person.Name, ticket.ClinicId)) return new DeskResult(DeskOutcome.NotAllowed);
            if (ticket.State == HandoffState.Closed) return new DeskResult(DeskOutcome.Closed, ticket);
            if (ticket.ClaimedBy is { } holder && holder != person.Name) return new DeskResult(DeskOutcome.ForeignClaimed, ticket);
            var conversation = ticket.ConversationId is { } id ? await db.Conversations.AsTracking().SingleOrDefaultAsync(c => c.Id == id) : null;
            if (conversation?.MayTake(person.Name) == false) return new DeskResult(DeskOutcome.ForeignClaimed, ticket);

            var acted = await act(new DeskWork(db, person, ticket, conversation, clock.UtcNow));
            if (acted.IsDone) AuditLog.Add(db, ticket.ClinicId, person.Name, action, ticketId, machine.GetUtcNow());
            return acted;
        }, ct);
        if (result is { IsDone: true, Ticket: { } changed }) Tell(changed);
        return result;
    }

    private void Take(DeskWork work)
    {
        var (person, ticket, conversation) = (work.Person, work.Ticket, work.Conversation);
        if (ticket.State != HandoffState.Claimed)
        {
            ticket.State = HandoffState.Claimed;
            ticket.ClaimedBy = person.Name;
            ticket.ClaimedAt = work.Now;
        }

        if (conversation is null || conversation.Owner == person.Name) return;
        conversation.Take(person.Name, work.Now);
        line.Announce(work.Db, conversation, "claimed", work.Now, ("staff", person.FirstName));
    }

    private static Task<bool> StillNeededAsync(DeskWork work, Conversation conversation)
    {
        var ownedByPerson = conversation.Owner == work.Person.Name;
        return work.Db.Handoffs.AnyAsync(h => h.ConversationId == conversation.Id && h.Id != work.Ticket.Id
            && (h.State == HandoffState.Claimed || (!ownedByPerson && h.State == HandoffState.Waiting)));
    }

    private void Tell(HandoffTicket ticket)
    {
        changes.Publish(new Change(ticket.ClinicId, ticket.ConversationId));
        if (ticket.Channel == Channel.Sms) hints.WakeClinic(ticket.ClinicId);
    }

    private static DeskResult? Unfit(string? text, string name, int longest) => text?.Trim() switch
    {
        null or "" => DeskResult.Refused($"'{name}' is empty."),
        { Length: var length } when length > longest => DeskResult.Refused($"'{name}' has {length} characters; at most {longest} are allowed here."),
        _ => null,
    };

    private sealed record DeskWork(ClinicDb Db, DeskPerson Person, HandoffTicket Ticket, Conversation? Conversation, DateTimeOffset Now);
}
