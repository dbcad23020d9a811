using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Staff;
using CommsBot.Storage;

namespace CommsBot.Handoff;

/// <summary>A ticket changes hands or is put off: passed to a colleague, given back to the queue, snoozed, written to later.</summary>
internal sealed class HandoffMoves(DeskRoom room, ClinicDirectory clinics)
{
    private static readonly TimeSpan LongestSnooze = TimeSpan.FromDays(14);
    private static readonly TimeSpan LongestLater = TimeSpan.FromDays(60);

    /// <summary>Passes an own or unclaimed ticket, and the conversation with it, to a colleague of the same clinic; the patient is told who it is now.</summary>
    public Task<DeskResult> PassAsync(DeskPerson person, string ticketId, string? colleague, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.pass", async work =>
        {
            if (string.IsNullOrWhiteSpace(colleague)) return DeskResult.Refused("Choose a colleague.");
            if (await StaffPeople.FindAsync(work.Db, colleague) is not { } other || !await StaffPeople.MayActAsync(work.Db, colleague, work.Ticket.ClinicId))
                return DeskResult.Refused("This colleague does not work here.");
            if (!DeskPerson.IsClinicalRole(other.Role) && await IsInDangerAsync(work))
                return DeskResult.Refused("The front desk cannot take a crisis or an emergency. Choose a clinician or an administrator.");
            foreach (var beside in await HeldBesideAsync(work)) room.Take(work with { Ticket = beside }, other.UserName!);
            room.Take(work, other.UserName!);
            // The colleague's queue rings for it, whoever had it before.
            TicketBook.RaiseAgain(work.Ticket, work.Now);
            return DeskResult.Done(work.Ticket);
        }, ct);

    // The talk goes with the ticket: what the giver has of it besides would be in the hands of somebody who may not speak there any more.
    private static async Task<List<HandoffTicket>> HeldBesideAsync(DeskWork work) => work.Conversation is not { } talk ? []
        : (await TicketBook.OpenOfAsync(work.Db, talk.Id)).FindAll(ticket => ticket.Id != work.Ticket.Id && ticket.ClaimedBy == work.Person.Name);

    // Whoever takes one ticket of a talk takes the talk: the front desk can neither read nor answer one in which somebody is in danger.
    private static async Task<bool> IsInDangerAsync(DeskWork work) => work.Ticket.IsDanger
        || (work.Conversation is { } conversation && (await TicketBook.OpenOfAsync(work.Db, conversation.Id)).Exists(ticket => ticket.IsDanger));

    /// <summary>Gives an own ticket back to the queue. The bot stays silent until somebody takes or closes it.</summary>
    public Task<DeskResult> ReleaseAsync(DeskPerson person, string ticketId, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.release", async work =>
        {
            if (work.Ticket.ClaimedBy != person.Name) return DeskResult.Refused("You do not have this ticket.");
            await GiveBackAsync(work);
            return DeskResult.Done(work.Ticket);
        }, ct, DeskReach.Alarm);

    /// <summary>
    /// Takes the conversation of a crisis or an emergency from a colleague who has said nothing to the patient since it began, with all they had of
    /// it; the colleague is told, the patient hears who is there now.
    /// </summary>
    /// <param name="from">Whom it is taken from, as the person who takes it was shown: somebody else by now refuses.</param>
    public Task<DeskResult> TakeOverAsync(DeskPerson person, string ticketId, string? from, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.take-over", async work =>
        {
            if (TakenOver.MayBeFrom(work.Ticket, work.Conversation, person.Name) is not { } owner) return DeskResult.Refused(TakenOver.NotNow);
            if (owner != from) return DeskResult.Refused($"{owner} has this now. Look again before you take it over.");
            var tickets = (await TicketBook.OpenOfAsync(work.Db, work.Conversation!.Id)).FindAll(ticket => ticket.Id == ticketId || ticket.ClaimedBy == owner);
            List<string> former = [.. tickets.Select(ticket => ticket.ClaimedBy).Append(owner).OfType<string>().Where(name => name != person.Name).Distinct()];
            foreach (var ticket in tickets)
            {
                room.Take(work with { Ticket = ticket });
                TakenOver.Remember(ticket, owner);
            }

            await TakenOver.TellAsync(work, former);
            room.AuditLoss(work, former);
            return DeskResult.Done(work.Ticket);
        }, ct, DeskReach.Anybody);

    private static async Task GiveBackAsync(DeskWork work)
    {
        if (work.Conversation is { Owner: { } owner } conversation && owner == work.Person.Name) await Ownership.ReleaseAsync(work.Db, conversation, work.Now);
        else Ownership.Requeue(work.Ticket, work.Now);
    }

    /// <summary>Puts the ticket at the end of the queue until then; whatever the patient writes brings it back at once. Danger is never put off.</summary>
    public Task<DeskResult> SnoozeAsync(DeskPerson person, string ticketId, DateTimeOffset until, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.snooze", work =>
        {
            if (work.Ticket.IsDanger) return Task.FromResult(DeskResult.Refused("A crisis or an emergency cannot be put off."));
            if (until <= work.Now || until > work.Now + LongestSnooze) return Task.FromResult(DeskResult.Refused("Choose a moment within the next 14 days."));
            (work.Ticket.SnoozedUntil, work.Ticket.SnoozedBy) = (until, person.Name);
            return Task.FromResult(DeskResult.Done(work.Ticket));
        }, ct);

    /// <summary>Puts off a call to somebody who was not reached, for whoever is free then, never past the time that is left: then on-call staff are paged.</summary>
    public Task<DeskResult> CallAgainAsync(DeskPerson person, string ticketId, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.call-again", async work =>
        {
            if (work.Ticket.Kind != HandoffKind.Call) return DeskResult.Refused("This is not a call to make.");
            // Whoever is busy with something else of the same talk stays in it.
            if (work.Ticket.ClaimedBy is not null && (await HeldBesideAsync(work)).Count > 0) Ownership.Requeue(work.Ticket, work.Now);
            else if (work.Ticket.ClaimedBy is not null) await GiveBackAsync(work);
            var (at, page) = CallAgain.When(clinics.Find(work.Ticket.ClinicId)!, work.Now, work.Ticket.Deadline);
            (work.Ticket.SnoozedUntil, work.Ticket.SnoozedBy) = (at, person.Name);
            work.Ticket.PageAtOnce |= page;
            return DeskResult.Done(work.Ticket);
        }, ct);

    /// <summary>Keeps a message to be sent to the patient at that clinic time, as this person's words.</summary>
    public Task<DeskResult> WriteLaterAsync(DeskPerson person, string ticketId, string? text, DateTimeOffset at, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "handoff.message-later", async work =>
        {
            if (work.Conversation is not { } conversation) return DeskResult.Refused("This ticket has no conversation to write to; call the patient.");
            if (HandoffDesk.Unfit(text, "text", PatientLine.Longest(conversation)) is { } refusal) return refusal;
            if (at <= work.Now || at > work.Now + LongestLater) return DeskResult.Refused("Choose a moment within the next 60 days.");
            if (await PatientLine.IsOptedOutAsync(work.Db, conversation))
                return new DeskResult(DeskOutcome.OptedOut, Reason: "This number has opted out of texts. Nothing was kept; call the patient.");
            room.Take(work);
            work.Db.LaterMessages.Add(new LaterMessage
            {
                Id = Ids.New("later"), ClinicId = work.Ticket.ClinicId, TicketId = work.Ticket.Id, ConversationId = conversation.Id,
                Author = person.Name, Text = text!.Trim(), DueAt = at, WrittenAt = work.Now,
            });
            return DeskResult.Done(work.Ticket);
        }, ct);
}
