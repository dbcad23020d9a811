using CommsBot.Answers;
using CommsBot.Booking;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// Minutes after an alarm "he feels cold", "what now" or "with blood" is about the danger and no question for the search, which would answer it with a menu. A
/// whole question that an answer surely covers is answered, the number first.
/// </summary>
internal sealed class InEpisode(AnswerTalk answers) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.State.Episode is not { } episode || !episode.IsNear(turn.Now)) return false;
        var isQuestion = BookingReader.IsQuestion(turn.Text) && answers.Covers(turn);
        turn.Language = LanguageGuess.Of(turn.Text, turn.Language);
        turn.Say(Line(episode), Outcome.SmallTalk);
        if (isQuestion) answers.TryAnswer(turn, turn.Text, sureOnly: true);
        return true;
    }

    /// <summary>The number that the danger needs, in one line. After violence somebody else may read along: neutral words.</summary>
    public static string Line(DangerEpisode episode) => episode.Level switch
    {
        DangerEpisode.Violence => "safety/violence",
        DangerEpisode.LowSugar => "safety/low-sugar",
        DangerEpisode.CrisisEmergency => "safety/crisis-emergency-repeat",
        _ => episode.IsCrisis ? "safety/crisis-still-here" : "safety/emergency-repeat",
    };
}
