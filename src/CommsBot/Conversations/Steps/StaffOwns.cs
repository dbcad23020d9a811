using CommsBot.Handoff;
using CommsBot.Safety;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// A staff member owns the conversation: the message is in front of them already, and the bot is silent. What the owner may not be the right person
/// for, or what cannot wait until they look, still gets its own ticket; what asks for nothing makes nobody wait.
/// </summary>
internal sealed class StaffOwns(SafetyScreen screen, Boundary boundary, SmallTalk talk) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.Conversation.BotOwns) return false;
        var (sign, hit) = (screen.Look(turn.Text), boundary.Find(turn));
        turn.TellsOfHealth = sign is not null || (hit is not null && Boundary.IsNurses(hit));
        if (sign is not null) turn.Open(new TicketDraft(HandoffKind.Clinical, sign.Rule, TimeCritical: true));
        else if (hit is not null && IsForOthers(hit)) turn.Open(new TicketDraft(Boundary.TicketOf(hit.Kind), hit.Rule, hit.TimeCritical));
        else if (turn.Message.Kind == InboundKind.Message && talk.IsLastWord(turn.Text, turn.Language)) turn.Do(db => NobodyWaitsAsync(db, turn.Message));
        return true;
    }

    private static bool IsForOthers(BoundaryHit hit) =>
        hit.TimeCritical || hit.Kind is BoundaryKind.Adverse or BoundaryKind.Complaint or BoundaryKind.Records or BoundaryKind.Outside;

    // The wait that this very message began is over; what was written after it, and has no turn yet, begins its own.
    private static async Task NobodyWaitsAsync(ClinicDb db, InboundMessage message)
    {
        var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == message.ConversationId);
        if (conversation.UnansweredSince != message.ReceivedAt) return;
        conversation.UnansweredSince = await db.Inbound
            .Where(i => i.ConversationId == message.ConversationId && i.Kind == InboundKind.Message && i.Id > message.Id)
            .OrderBy(i => i.Id).Select(i => (DateTimeOffset?)i.ReceivedAt).FirstOrDefaultAsync();
    }
}
