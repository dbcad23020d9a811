using CommsBot.Handoff;

namespace CommsBot.Conversations.Steps;

/// <summary>A tap or digit on what the last message offered: an answer, a person, an appointment, or neither.</summary>
internal sealed class ChosenOption(AnswerTalk answers, BookingTalk booking) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (Offers.Chosen(turn) is not { } chosen) return false;
        turn.State.Offered = [];
        if (Meanings.AnswerId(chosen.Means) is { } id) return answers.Quote(turn, [id]);
        if (Meanings.Rated(chosen.Means) is var (answer, helped))
        {
            Rating.Take(turn, answer, helped);
            return true;
        }

        if (Meanings.RatedHandoff(chosen.Means) is var (ticket, didHelp))
        {
            Rating.TakeHandoff(turn, ticket, didHelp);
            return true;
        }

        switch (chosen.Means)
        {
            case Meanings.Book:
                booking.Begin(turn);
                return true;
            case Meanings.Person:
                PersonAsked.Ask(turn, new TicketDraft(HandoffKind.Question, "asked-for-person"));
                return true;
            case Meanings.NoThanks:
                turn.Say("handoff/unknown-noted", Outcome.SmallTalk);
                return true;
            case Meanings.NoMore:
                turn.Say("handoff/thanks", Outcome.SmallTalk);
                return true;
            default:
                return false;
        }
    }
}
