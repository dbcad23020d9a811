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
    private const string Asked = "asked-for-help";

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
        AskAboutVisits(turn, word);
        if (turn.State.Episode is not null) turn.Open(new TicketDraft(HandoffKind.Crisis, "opted-out-in-crisis", TimeCritical: true) { IsWorse = true });
        return true;
    }

    // Whoever left texting before can mean nothing but the visit.
    private static void AskAboutVisits(Turn turn, ConsentWord word)
    {
        if (!turn.Facts.OptedOutBefore || ConsentWord.AskAbout(word.Keyword) is not { } ask) return;
        var (clinic, phone, now) = (turn.Clinic.Id, turn.Facts.Phone!, turn.Now);
        turn.Do(db => ConsentLedger.AskAboutVisitsAsync(db, clinic, phone, PlannedTexts.OptedOut, ask, now));
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
        var visits = turn.Facts.VisitsSoon;
        if (visits.Count == 0 && !turn.Facts.HasOpenTicket) return true;
        turn.Open(new TicketDraft(HandoffKind.Call, Asked, TimeCritical: visits.Count > 0)
        {
            AppointmentId = visits is [var only] ? only : null,
            // A call of the visit's plan that joins this one must not close it with its own reason.
            Packet = [new SummaryField("Why", Asked)],
        });
        return true;
    }
}
