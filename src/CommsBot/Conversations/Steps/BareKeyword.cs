using CommsBot.Consent;
using CommsBot.Handoff;
using CommsBot.Outbox;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// STOP, START, HELP alone in a text. The door has already made STOP and START true, and the provider confirms STOP itself: a second
/// confirmation would be one too many. YES and START say nothing special while the number was not opted out.
/// </summary>
internal sealed class BareKeyword(ConsentWords words) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (!turn.OnPhone || turn.Message.Kind != InboundKind.Message || words.Look(turn.Text, isSms: true) is not { IsBare: true } word) return false;
        return word.Meaning switch
        {
            ConsentMeaning.Stop => Stop(turn, word),
            ConsentMeaning.Start => Start(turn),
            _ => Help(turn),
        };
    }

    private static bool Stop(Turn turn, ConsentWord word)
    {
        // A word the provider does not act on (ALTO): ours to act on and to confirm.
        if (!turn.Facts.OptedOut) return OptOutWords.OptOut(turn, word, "consent/opt-out-confirmed", "sms-keyword");
        if (turn.State.Episode is not null) turn.Open(new TicketDraft(HandoffKind.Crisis, "opted-out-in-crisis", TimeCritical: true) { IsWorse = true });
        return true;
    }

    private static bool Start(Turn turn)
    {
        if (!turn.Facts.OptedBackIn) return false;
        turn.Say("consent/start-confirmed", Outcome.Consent, MessageClass.Consent);
        return true;
    }

    private static bool Help(Turn turn)
    {
        turn.Say("consent/help", Outcome.Consent, MessageClass.Consent);
        if (turn.Facts.VisitSoon || turn.Facts.HasOpenTicket) turn.Open(new TicketDraft(HandoffKind.Call, "asked-for-help", TimeCritical: turn.Facts.VisitSoon));
        return true;
    }
}
