using CommsBot.Handoff;
using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>A staff member owns the conversation: the message is in front of them already, and the bot is silent. Worrying signs only raise urgency.</summary>
internal sealed class StaffOwns(SafetyScreen screen, ClinicalBoundary boundary) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.Conversation.BotOwns) return false;
        if (screen.Look(turn.Text) is { } sign) turn.Open(new TicketDraft(HandoffKind.Clinical, sign.Rule, TimeCritical: true));
        else if (boundary.Look(turn.Text) is { TimeCritical: true } hit) turn.Open(new TicketDraft(HandoffKind.Clinical, hit.Rule, TimeCritical: true));
        return true;
    }
}
