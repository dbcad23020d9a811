using CommsBot.Answers;
using CommsBot.Handoff;
using Request = CommsBot.Handoff.Request;

namespace CommsBot.Conversations.Steps;

/// <summary>"I want to talk to a person", "I'd like an appointment", "can we move it?".</summary>
internal sealed class Wish(Requests requests, BookingTalk booking) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        var wish = requests.Look(turn.Text);
        if (wish == Request.None) return false;
        turn.Language = LanguageGuess.Of(turn.Text, turn.Language);
        switch (wish)
        {
            case Request.Person:
                PersonAsked.Ask(turn, new TicketDraft(HandoffKind.Question, "asked-for-person"));
                return true;
            case Request.Reschedule:
                PersonAsked.AskToMove(turn);
                return true;
            default:
                booking.Begin(turn);
                return true;
        }
    }
}
