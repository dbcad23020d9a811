using CommsBot.Preparation;

namespace CommsBot.Conversations.Steps;

/// <summary>Whether a message is what we asked for: a field of the booking, an offered choice, a reply to a preparation text. Guesses yield to that; phrases do not.</summary>
internal sealed class Asked(PreparationContent preparation)
{
    public bool IsAnsweredBy(Turn turn) =>
        turn.State.Booking is not null || Offers.Chosen(turn) is not null
        || preparation.Matcher.Match(turn.Text, turn.Facts.Awaiting).Reply != Preparation.Reply.NotAReply;
}
