using CommsBot.Consent;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// A yes to texts that was typed on the website counts from the first text of that number, unless that text is itself a word about being texted. Decided
/// with the turn and not at the door: a stranger's "wrong number" must be heard before anything leaves.
/// </summary>
internal sealed class WebConsent(ConsentWords words, BookingConsent bookings)
{
    public void Note(Turn turn)
    {
        if (!turn.OnPhone || turn.Message.Kind != InboundKind.Message || turn.Facts.Phone is not { } phone) return;
        if (words.Look(turn.Text, isSms: true) is { Meaning: not (ConsentMeaning.Start or ConsentMeaning.Help) }) return;
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => bookings.TakeEffectAsync(db, clinic, phone, now));
    }
}
