using CommsBot.Handoff;

namespace CommsBot.Conversations.Steps;

/// <summary>A picture, a voice note, or nothing at all: never an answer to a question, and a person looks at what we cannot.</summary>
internal sealed class Unreadable : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.Message.Attachments == 0 && !string.IsNullOrWhiteSpace(turn.Text)) return false;
        turn.Say(turn.Message.Attachments > 0 ? "handoff/not-understood-picture" : "handoff/empty-message", Outcome.Refused);
        if (turn.Message.Attachments > 0 || turn.OnPhone) turn.Open(new TicketDraft(HandoffKind.Question, turn.Message.Attachments > 0 ? "picture" : "empty"));
        return true;
    }
}
