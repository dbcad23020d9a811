using CommsBot.Conversations;
using CommsBot.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>What staff release with the last danger ticket of a patient: the forms of the conversation, and the texts that rested.</summary>
internal static class Episodes
{
    /// <summary>Call after the ticket of this act was marked closed, in the same write.</summary>
    public static async Task EndAsync(DeskWork work)
    {
        if (work.Ticket.Kind is not (HandoffKind.Crisis or HandoffKind.Emergency)) return;
        if (work.Conversation is { } conversation && !await IsOpenAsync(work, h => h.ConversationId == conversation.Id)) conversation.EndEpisode();
        if (work.Ticket is { Kind: HandoffKind.Crisis, PhoneHash: { } hash } && !await IsOpenAsync(work, h => h.PhoneHash == hash && h.Kind == HandoffKind.Crisis))
            await PlannedTexts.ReleaseAsync(work.Db, work.Ticket.ClinicId, hash, text => text.Reason == Gate.InCrisis);
    }

    private static Task<bool> IsOpenAsync(DeskWork work, System.Linq.Expressions.Expression<Func<HandoffTicket, bool>> which) =>
        work.Db.Handoffs.Where(h => h.ClinicId == work.Ticket.ClinicId && h.Id != work.Ticket.Id && h.State != HandoffState.Closed
            && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency)).AnyAsync(which);
}
