using CommsBot.Content;

namespace CommsBot.Conversations.Steps;

/// <summary>The chat was opened: say what this is before anything is asked.</summary>
internal sealed class Opened : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.Message.Kind != InboundKind.Opened) return false;
        turn.Send(new Reply(ClosedNow.With(turn, turn.Words("handoff/greeting"), Outcome.Greeting), Outcome.Greeting) { Choices = Choices(turn) });
        return true;
    }

    public static IReadOnlyList<Choice> Choices(Turn turn) =>
    [
        turn.Choice("handoff/choice-ask", Meanings.Answer("what-is-crps")),
        turn.Choice("handoff/choice-infusion", Meanings.Answer("the-infusion")),
        turn.Choice("handoff/choice-book", Meanings.Book),
        turn.Choice("handoff/choice-person", Meanings.Person),
    ];
}
