using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>Who speaks to the patient. Every change of hands raises the conversation's version, so that a turn that began before it cannot commit.</summary>
internal static class Ownership
{
    /// <summary>Owner of a conversation whose staff member left: the bot stays silent until another person claims or closes it.</summary>
    public const string Team = "team";

    public static bool MayTake(this Conversation conversation, string name) => conversation.Owner is null or Team || conversation.Owner == name;

    public static void Take(this Conversation conversation, string name, DateTimeOffset now)
    {
        if (conversation.Owner == name) return;
        conversation.Owner = name;
        conversation.OwnedSince = now;
        conversation.Version++;
    }

    /// <summary>The bot answers again, and remembers nothing of what it was doing before the person came.</summary>
    public static void HandBack(this Conversation conversation)
    {
        conversation.Owner = null;
        conversation.OwnedSince = null;
        conversation.State = null;
        conversation.Version++;
    }

    /// <summary>Everything a person held goes back to the queue, never to the bot; in the same write that takes the person's rights away.</summary>
    /// <returns>The clinics whose queues changed.</returns>
    public static async Task<IReadOnlyList<string>> ReleaseAllOfAsync(ClinicDb db, string name, DateTimeOffset now)
    {
        var tickets = await db.Handoffs.AsTracking().Where(h => h.ClaimedBy == name && h.State == HandoffState.Claimed).ToListAsync();
        foreach (var ticket in tickets)
        {
            ticket.State = HandoffState.Waiting;
            ticket.ClaimedBy = null;
            ticket.ClaimedAt = null;
            TicketBook.RaiseAgain(ticket, now);
        }

        var held = await db.Conversations.AsTracking().Where(c => c.Owner == name).ToListAsync();
        foreach (var conversation in held)
        {
            conversation.Owner = Team;
            conversation.OwnedSince = now;
            conversation.Version++;
        }

        return [.. tickets.Select(t => t.ClinicId).Concat(held.Select(c => c.ClinicId)).Distinct()];
    }
}
