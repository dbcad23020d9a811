using CommsBot.Handoff;
using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>A warning sign after an infusion that is not 911 by itself: call us now, and if we are closed do not wait.</summary>
internal sealed class AfterInfusion(SafetyScreen screen) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (screen.Look(turn.Text) is not { Class: AlarmClass.AfterInfusionWarning } alarm) return false;
        turn.Language = Spoken.In(turn, alarm.Language);
        turn.Say("safety/after-infusion-call", Outcome.Clinical, Outbox.MessageClass.Safety);
        turn.State.WarnedAt = turn.Now;
        turn.Open(TicketOf(alarm));
        turn.TellsOfHealth = true;
        return true;
    }

    public static TicketDraft TicketOf(Alarm alarm) => new(HandoffKind.Adverse, alarm.Rule, TimeCritical: true);
}
