using CommsBot.Answers;
using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// Minutes after an alarm "should I sleep it off", "can I take something for it" or "is that normal" is about the danger: it gets the number again, never an
/// answer that fits its words and never a nurse tomorrow. The same after a warning sign.
/// </summary>
internal sealed class StillDanger(SafetyScreen screen, ClinicalBoundary boundary, AfterAlarm after) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.Message.Kind != InboundKind.Message || Offers.Chosen(turn) is not null) return false;
        if (turn.State.Episode is { } episode && episode.IsNear(turn.Now)) return IsAboutIt(turn, episode) && Again(turn, InEpisode.Line(episode));
        var isWarned = turn.State.WarnedAt is { } warned && turn.Now - warned < DangerEpisode.Near;
        return isWarned && after.IsAboutIt(turn.Text) && Again(turn, "safety/after-infusion-call");
    }

    /// <summary>In a crisis a question about medicine is still a nurse's; in an emergency nobody waits for her.</summary>
    private bool IsAboutIt(Turn turn, DangerEpisode episode)
    {
        if (episode.Level == DangerEpisode.Violence) return false;
        if (after.IsAboutIt(turn.Text)) return true;
        return !episode.IsCrisis && (boundary.Look(turn.Text) is { IsHealth: true } || screen.Look(turn.Text) is not null);
    }

    private static bool Again(Turn turn, string key)
    {
        turn.Language = LanguageGuess.Of(turn.Text, turn.Language);
        turn.Say(key, Outcome.SmallTalk, Outbox.MessageClass.Safety);
        return true;
    }
}
