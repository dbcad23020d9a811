using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Who speaks to the patient: a lease with a fencing token. Every change of hands raises the conversation's version, so that a turn that began
/// before it cannot commit, and its owner token, so that a text the bot said before it does not leave.
/// </summary>
internal static class Ownership
{
    /// <summary>Owner of a conversation whose staff member left: the bot stays silent until another person claims or closes it.</summary>
    public const string Team = "team";

    public static bool MayTake(this Conversation conversation, string name) => conversation.Owner is null or Team || conversation.Owner == name;

    /// <param name="lease">How long the ownership holds without a further sign of the owner.</param>
    public static void Take(this Conversation conversation, string name, DateTimeOffset now, TimeSpan lease)
    {
        conversation.OwnedUntil = now + lease;
        if (conversation.Owner == name) return;
        conversation.Owner = name;
        conversation.OwnedSince = now;
        conversation.UnansweredSince ??= now;
        ChangeHands(conversation);
    }

    /// <summary>The bot answers again, and remembers nothing of what it was doing before the person came but a danger that staff have not closed.</summary>
    public static void HandBack(this Conversation conversation)
    {
        conversation.Owner = null;
        conversation.OwnedSince = conversation.OwnedUntil = conversation.UnansweredSince = conversation.WaitSaidAt = conversation.StaffSaidAt = null;
        conversation.State = DialogState.Read(conversation.State).Episode is { } open ? new DialogState { Episode = open }.Write() : null;
        ChangeHands(conversation);
    }

    /// <summary>The owner is gone: the conversation and its tickets wait for somebody else. Never for the bot.</summary>
    public static async Task ReleaseAsync(ClinicDb db, Conversation conversation, DateTimeOffset now)
    {
        var name = conversation.Owner;
        ToTeam(conversation, now);
        var tickets = await db.Handoffs.AsTracking()
            .Where(h => h.ConversationId == conversation.Id && h.ClaimedBy == name && h.State == HandoffState.Claimed).ToListAsync();
        foreach (var ticket in tickets) Requeue(ticket, now);
    }

    /// <summary>Everything a person held goes back to the queue, never to the bot; in the same write that takes the person's rights away.</summary>
    /// <returns>The clinics whose queues changed.</returns>
    public static async Task<IReadOnlyList<string>> ReleaseAllOfAsync(ClinicDb db, string name, DateTimeOffset now)
    {
        var tickets = await db.Handoffs.AsTracking().Where(h => h.ClaimedBy == name && h.State == HandoffState.Claimed).ToListAsync();
        foreach (var ticket in tickets) Requeue(ticket, now);
        var held = await db.Conversations.AsTracking().Where(c => c.Owner == name).ToListAsync();
        foreach (var conversation in held) ToTeam(conversation, now);
        return [.. tickets.Select(t => t.ClinicId).Concat(held.Select(c => c.ClinicId)).Distinct()];
    }

    /// <summary>Nobody of the staff has it and the bot is silent.</summary>
    public static void ToTeam(Conversation conversation, DateTimeOffset now)
    {
        conversation.Owner = Team;
        conversation.OwnedSince = now;
        conversation.OwnedUntil = null;
        ChangeHands(conversation);
    }

    public static void Requeue(HandoffTicket ticket, DateTimeOffset now)
    {
        ticket.State = HandoffState.Waiting;
        ticket.ClaimedBy = null;
        ticket.ClaimedAt = null;
        // The claim stood for the page that nobody got.
        if (ticket.Pages == 0) ticket.PagedAt = null;
        // What was put off rests on, whoever had it.
        var rests = ticket.SnoozedUntil;
        TicketBook.RaiseAgain(ticket, now);
        ticket.SnoozedUntil = rests;
    }

    private static void ChangeHands(Conversation conversation)
    {
        conversation.Version++;
        conversation.OwnerToken++;
    }
}
