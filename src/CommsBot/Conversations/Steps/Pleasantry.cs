using CommsBot.Outbox;
using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>Hello, thanks, bye, an emoji, a cry of pain: answered kindly or not at all. It opens no ticket and confirms nothing.</summary>
internal sealed class Pleasantry(SmallTalk talk, ClinicalBoundary boundary, AnswerTalk answers) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (talk.Look(turn.Text, turn.Language) is not { } said) return false;
        if (said.Kind is SmallTalkKind.Reaction or SmallTalkKind.Emoji) return true;
        // In doubt a nurse, also for a cry; but a cry asks nothing, whatever answer it looks like.
        if (said.Kind == SmallTalkKind.Pain && boundary.LookInDoubt(turn.Text) is not null && !answers.Covers(turn)) return false;
        turn.Language = said.Language;
        if (turn.State.Episode is { } episode) SayStillHere(turn, episode);
        else if (said.Kind == SmallTalkKind.Waiting && turn.Facts.HasOpenTicket) turn.Send(new Reply(PersonAsked.WhenOpen(turn), Outcome.Handoff, MessageClass.Notice));
        else Answer(turn, said.Kind);
        return true;
    }

    /// <summary>A sigh is heard, and a person is offered.</summary>
    public static bool HearOut(Turn turn)
    {
        turn.Ask("handoff/comment", Outcome.SmallTalk, turn.OnPhone ? [] : [turn.Choice("handoff/choice-person", Meanings.Person)]);
        return true;
    }

    private static void SayStillHere(Turn turn, DangerEpisode episode) =>
        turn.Say(
            episode.Level switch
            {
                Outcome.Emergency => "safety/emergency-still-here",
                DangerEpisode.LowSugar => "safety/still-here",
                _ => InEpisode.Line(episode),
            },
            Outcome.SmallTalk);

    private static void Answer(Turn turn, SmallTalkKind kind)
    {
        switch (kind)
        {
            case SmallTalkKind.Hello or SmallTalkKind.Waiting:
                turn.Send(new Reply(ClosedNow.With(turn, turn.Words("handoff/hello"), Outcome.SmallTalk), Outcome.SmallTalk) { Choices = turn.OnPhone ? [] : Opened.Choices(turn) });
                break;
            case SmallTalkKind.Comment:
                HearOut(turn);
                break;
            case SmallTalkKind.Pain:
                turn.Ask("handoff/pain", Outcome.SmallTalk, turn.OnPhone ? [] : [turn.Choice("handoff/choice-flares", Meanings.Answer("crps-flares")), turn.Choice("handoff/choice-person", Meanings.Person)]);
                break;
            case SmallTalkKind.Bye:
                turn.Say("handoff/goodbye", Outcome.SmallTalk);
                break;
            default:
                turn.Say("handoff/thanks", Outcome.SmallTalk);
                break;
        }
    }
}
