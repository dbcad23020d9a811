using CommsBot.Conversations;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>What a person does with a ticket. From the commit of a claim on no reply of the bot can commit or leave.</summary>
internal sealed class HandoffDesk(DeskRoom room, PatientLine line, HelpQuestion help, IEnumerable<TicketClosing> closings)
{
    public const int LongestNote = 4000;
    public const int LongestOutcome = 200;

    /// <summary>
    /// Takes the ticket and its conversation. The patient is told once; claiming one's own ticket again changes nothing. A danger in a talk that a
    /// colleague has is taken without the talk: its pages end, and the colleague goes on speaking.
    /// </summary>
    public Task<DeskResult> ClaimAsync(DeskPerson person, string ticketId, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.claim", work =>
        {
            if (work.Conversation?.MayTake(person.Name) == false) DeskRoom.TakeTicket(work, person.Name);
            else room.Take(work);
            return Task.FromResult(DeskResult.Done(work.Ticket));
        }, ct, DeskReach.Alarm);

    /// <summary>Writes to the patient, and takes the ticket first when nobody has.</summary>
    public Task<DeskResult> WriteAsync(DeskPerson person, string ticketId, string? text, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.message", async work =>
        {
            if (work.Conversation is not { } conversation) return DeskResult.Refused("This ticket has no conversation to write to; call the patient.");
            if (Unfit(text, "text", PatientLine.Longest(conversation)) is { } refusal) return refusal;
            if (await PatientLine.IsOptedOutAsync(work.Db, conversation))
                return new DeskResult(DeskOutcome.OptedOut, Reason: "This number has opted out of texts. Nothing was sent; call the patient.");
            room.Take(work);
            return DeskResult.Done(work.Ticket) with { Said = line.Write(work.Db, conversation, person.Name, text!.Trim(), work.Now) };
        }, ct);

    /// <summary>Leaves a note that only staff read.</summary>
    /// <param name="onColleagues">Also on a ticket that a colleague holds: whoever reads along may add what they know.</param>
    public Task<DeskResult> NoteAsync(DeskPerson person, string ticketId, string? text, bool onColleagues, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.note", async work =>
        {
            if (Unfit(text, "text", LongestNote) is { } refusal) return refusal;
            await Mentions.AddAsync(work, text!);
            return DeskResult.Done(work.Ticket) with { Note = Note(work, text!) };
        }, ct, onColleagues ? DeskReach.Anybody : DeskReach.Talk);

    /// <summary>Closes the ticket. The conversation returns to the bot, and the patient is told, unless another open ticket still needs a person.</summary>
    /// <param name="note">What happened, for colleagues; kept as a note of the ticket.</param>
    /// <param name="seen">The newest message of the conversation that this person has read; what the patient asked since refuses. Null: not known.</param>
    public Task<DeskResult> CloseAsync(DeskPerson person, string ticketId, string? outcome, string? note = null, long? seen = null, CancellationToken ct = default) =>
        CloseAsync(person, ticketId, outcome, note, work => UnseenAsync(work, seen), ct);

    /// <summary>The same with what the closing stands for, in one write.</summary>
    /// <param name="first">Done once the ticket may be closed; says why it refuses, else null.</param>
    public Task<DeskResult> CloseAsync(DeskPerson person, string ticketId, string? outcome, string? note, Func<DeskWork, Task<string?>> first, CancellationToken ct) =>
        room.ActAsync(person, ticketId, "handoff.close", async work =>
        {
            if (work.Ticket.Kind == HandoffKind.Adverse && !person.IsClinical) return DeskResult.ForClinicianToClose;
            if (Unfit(outcome, "outcome", LongestOutcome) is { } refusal) return refusal;
            if (!string.IsNullOrWhiteSpace(note) && Unfit(note, "note", LongestNote) is { } tooLong) return tooLong;
            if (DangerOutcomes.Refusal(work.Ticket, outcome!.Trim(), note) is { } unfit) return DeskResult.Refused(unfit);
            var closed = new ClosedTicket(work.Ticket, outcome!.Trim(), note?.Trim(), person.Name, work.Now);
            if (await first(work) is { } not) return DeskResult.Refused(not);
            foreach (var closing in closings)
                if (await closing(work.Db, closed) is { } why) return DeskResult.Refused(why);

            if (!string.IsNullOrWhiteSpace(note)) Note(work, note);

            work.Ticket.State = HandoffState.Closed;
            work.Ticket.Outcome = outcome!.Trim();
            work.Ticket.ClosedAt = work.Now;
            work.Ticket.ClosedBy = person.Name;
            await Episodes.EndAsync(work);
            if (work.Conversation is { } conversation) await LeaveAsync(work, conversation);
            return DeskResult.Done(work.Ticket);
        }, ct, DeskReach.Alarm);

    /// <summary>The bot was silent when it came, and stays so about it: closed over, nobody would ever answer.</summary>
    internal static async Task<string?> UnseenAsync(DeskWork work, long? seen)
    {
        if (seen is not { } last || work.Conversation is not { UnansweredSince: not null } talk || !talk.MayTake(work.Person.Name)) return null;
        return await work.Db.Transcript.AnyAsync(t => t.ConversationId == talk.Id && t.From == Speaker.Patient && t.Sequence > last)
            ? "The patient wrote meanwhile. Read it before you close." : null;
    }

    internal static DeskResult? Unfit(string? text, string name, int longest) => text?.Trim() switch
    {
        null or "" => DeskResult.Refused($"'{name}' is empty."),
        { Length: var length } when length > longest => DeskResult.Refused($"'{name}' has {length} characters; at most {longest} are allowed here."),
        _ => null,
    };

    internal static HandoffNote Note(DeskWork work, string text)
    {
        var note = new HandoffNote { TicketId = work.Ticket.Id, ClinicId = work.Ticket.ClinicId, Author = work.Person.Name, Text = text.Trim(), At = work.Now };
        work.Db.HandoffNotes.Add(note);
        return note;
    }

    private async Task LeaveAsync(DeskWork work, Conversation conversation)
    {
        var open = await work.Db.Handoffs.Where(h => h.ConversationId == conversation.Id && h.Id != work.Ticket.Id && h.State != HandoffState.Closed).ToListAsync();
        if (conversation.Owner is not { } owner)
        {
            if (open.Count == 0) await line.CloseUnclaimedAsync(work.Db, conversation, work.Ticket, work.Now);
            return;
        }

        var mine = owner == work.Person.Name;
        if (mine ? open.Exists(other => other.ClaimedBy == owner) : open.Count > 0) return;
        // A crisis that nobody has yet, or that a colleague has without the talk, is not the bot's, whatever else of the talk is done.
        if (open.Exists(other => other.IsDanger)) Ownership.ToTeam(conversation, work.Now);
        else await help.HandBackAsync(work, conversation);
    }
}
