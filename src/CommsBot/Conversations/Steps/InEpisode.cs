using CommsBot.Answers;
using CommsBot.Booking;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// Minutes after an alarm "he feels cold", "what now" or "with blood" is about the danger and no question for the search, which would answer it with a menu. A
/// whole question that an answer surely covers is answered.
/// </summary>
internal sealed class InEpisode(AnswerTalk answers) : ITurnStep
{
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(10);

    public bool Handles(Turn turn)
    {
        if (turn.State.Episode is not { } episode || turn.Now - episode.LastLine >= Near) return false;
        if (BookingReader.IsQuestion(turn.Text) && answers.Covers(turn)) return false;
        turn.Language = LanguageGuess.Of(turn.Text, turn.Language);
        Pleasantry.SayStillHere(turn, episode);
        return true;
    }
}
