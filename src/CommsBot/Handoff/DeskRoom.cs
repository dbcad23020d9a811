using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>What one act at the desk reads and changes.</summary>
internal sealed record DeskWork(ClinicDb Db, DeskPerson Person, HandoffTicket Ticket, Conversation? Conversation, DateTimeOffset Now);

/// <summary>How far an act reaches, and so whose hold refuses it.</summary>
internal enum DeskReach
{
    /// <summary>The ticket and its talk: neither may be a colleague's.</summary>
    Talk,

    /// <summary>The ticket alone where somebody is in danger, also in a talk that a colleague has; otherwise as <see cref="Talk"/>.</summary>
    Alarm,

    /// <summary>For everybody, also while a colleague holds the ticket.</summary>
    Anybody,
}

/// <summary>
/// How every act at the desk is done: one write that reads ticket and conversation, refuses and keeps nothing, or changes both and is audited; then
/// everybody who looks is told.
/// </summary>
internal sealed class DeskRoom(ClinicStore store, PatientLine line, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, Changes changes, Hints hints)
{
    public async Task<DeskResult> ActAsync(
        DeskPerson person, string ticketId, string action, Func<DeskWork, Task<DeskResult>> act, CancellationToken ct, DeskReach reach = DeskReach.Talk)
    {
        var result = await store.WriteIf(async db =>
        {
            var ticket = await db.Handoffs.AsTracking().SingleOrDefaultAsync(h => h.Id == ticketId && person.Clinics.Contains(h.ClinicId));
            if (ticket is null) return new DeskResult(DeskOutcome.NotFound);
            if (!await StaffPeople.MayActAsync(db, person.Name, ticket.ClinicId)) return new DeskResult(DeskOutcome.NotAllowed);
            if (ticket.State == HandoffState.Closed) return new DeskResult(DeskOutcome.Closed, ticket);
            var conversation = ticket.ConversationId is { } id ? await db.Conversations.AsTracking().SingleOrDefaultAsync(c => c.Id == id) : null;
            if (!person.IsClinical && await IsForCliniciansAsync(db, person, ticket, conversation)) return DeskResult.ForClinicians;
            if (IsForeign(person, ticket, conversation, reach)) return new DeskResult(DeskOutcome.ForeignClaimed, ticket);

            var acted = await act(new DeskWork(db, person, ticket, conversation, clock.UtcNow));
            if (acted.IsDone && conversation?.Owner != person.Name && ticket.ClaimedBy == person.Name) ticket.ClaimedAt = clock.UtcNow;
            if (acted.IsDone) AuditLog.Add(db, ticket.ClinicId, person.Name, action, ticketId, machine.GetUtcNow());
            return acted;
        }, acted => acted.IsDone, ct);
        if (result is { IsDone: true, Ticket: { } changed }) Tell(changed);
        return result;
    }

    /// <summary>The ticket and its conversation become this person's; the patient is told once who is there now.</summary>
    public void Take(DeskWork work, string? colleague = null)
    {
        var (conversation, name) = (work.Conversation, colleague ?? work.Person.Name);
        TakeTicket(work, name);
        if (conversation is null) return;
        var isNew = conversation.Owner != name;
        conversation.Take(name, work.Now, Leases.LengthAt(clinics.Find(conversation.ClinicId)!));
        if (isNew) line.Announce(work.Db, conversation, "claimed", work.Now, ("staff", DeskPerson.FirstOf(name)));
    }

    /// <summary>The ticket alone becomes this person's.</summary>
    public static void TakeTicket(DeskWork work, string name)
    {
        var ticket = work.Ticket;
        if (ticket.ClaimedBy != name)
        {
            (ticket.State, ticket.ClaimedBy, ticket.ClaimedAt) = (HandoffState.Claimed, name, work.Now);
            TakenOver.Forget(ticket);
        }

        ticket.SnoozedUntil = null;
        // Whoever takes a danger, or writes to the patient, knows how bad it is by now: nobody needs to be paged about that.
        if (ticket.IsDanger) ticket.PagedAt ??= work.Now;
    }

    /// <summary>Whose it was before it was taken over.</summary>
    public void AuditLoss(DeskWork work, IEnumerable<string> former)
    {
        foreach (var name in former) AuditLog.Add(work.Db, work.Ticket.ClinicId, work.Person.Name, "ownership.taken-from", name, machine.GetUtcNow());
    }

    // Whoever takes one ticket of a talk takes the talk. The front desk that is in it already stays: a patient in danger is not left alone.
    private static async Task<bool> IsForCliniciansAsync(ClinicDb db, DeskPerson person, HandoffTicket ticket, Conversation? conversation) => ticket.IsDanger
        || (conversation is not null && conversation.Owner != person.Name && (await TicketBook.OpenOfAsync(db, conversation.Id)).Exists(open => open.IsDanger));

    private static bool IsForeign(DeskPerson person, HandoffTicket ticket, Conversation? conversation, DeskReach reach) => reach != DeskReach.Anybody
        && ((ticket.ClaimedBy is { } holder && holder != person.Name) || (!(ticket.IsDanger && reach == DeskReach.Alarm) && conversation?.MayTake(person.Name) == false));

    private void Tell(HandoffTicket ticket)
    {
        changes.Publish(new Change(ticket.ClinicId, ticket.ConversationId));
        if (ticket.Channel is Channel.Sms or Channel.BotService) hints.WakeClinic(ticket.ClinicId);
    }
}
