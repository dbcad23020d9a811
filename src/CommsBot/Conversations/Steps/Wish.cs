using CommsBot.Answers;
using CommsBot.Handoff;
using Request = CommsBot.Handoff.Request;

namespace CommsBot.Conversations.Steps;

/// <summary>"I want to talk to a person", "I'd like an appointment", "can we move it?".</summary>
internal sealed class Wish(Requests requests, BookingTalk booking, AnswerTalk answers) : ITurnStep
{
    /// <summary>In a longer story words like those of a request stand for many things.</summary>
    private const int LongestRequest = 30;

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
                if (!IsTold(turn)) booking.Begin(turn);
                return true;
        }
    }

    /// <summary>A long story whose question an answer surely covers gets that answer, which offers the request; "how soon can you see me" gets both.</summary>
    private bool IsTold(Turn turn)
    {
        if (turn.OnPhone || turn.State.Booking is not null) return false;
        if (PlainText.Words(turn.Text).Count > LongestRequest) return answers.TryAnswer(turn, turn.Text, sureOnly: true);
        answers.TryAnswerWith(turn, "waiting-time", "visit-times");
        return false;
    }
}
