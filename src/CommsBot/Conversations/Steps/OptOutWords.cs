using CommsBot.Appointments.Stopping;
using CommsBot.Booking;
using CommsBot.Consent;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;

namespace CommsBot.Conversations.Steps;

/// <summary>"Quit texting me", "no más mensajes", "wrong number": honoured at once. When it is not sure, reminders wait and a person asks.</summary>
internal sealed class OptOutWords(ConsentWords words, Asked asked, BookingTalk booking, VisitPlans plans) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.Message.Kind != InboundKind.Message) return false;
        if (turn.OnPhone && Offers.Chosen(turn) is { Means: Meanings.StopTexts or Meanings.KeepTexts } answer) return Answered(turn, answer.Means);
        if (words.Look(turn.Text, isSms: turn.OnPhone) is not { IsBare: false } word || (word.IsGuess && asked.IsAnsweredBy(turn))) return false;
        if (!turn.OnPhone) return OnWeb(turn, word);
        return word.Meaning switch
        {
            ConsentMeaning.WrongNumber => WrongNumber(turn, word),
            ConsentMeaning.OptOutCertain => OptOut(turn, plans, word, "consent/opt-out-confirmed", "sms-words"),
            _ => Unsure(turn),
        };
    }

    /// <summary>The confirmation is the one text that may still leave after it.</summary>
    public static bool OptOut(Turn turn, VisitPlans plans, ConsentWord word, string key, string method)
    {
        turn.Language = word.Language;
        turn.Say(key, Outcome.Consent, MessageClass.Consent);
        var (clinic, phone, text, now) = (turn.Clinic.Id, turn.Facts.Phone!, turn.Text, turn.Now);
        turn.Do(async db =>
        {
            await ConsentLedger.Record(db, clinic, phone, ConsentPurpose.All, granted: false, text, method, "patient", now, ConsentWord.AskAbout(word.Keyword));
            await plans.RefreshNumberAsync(db, clinic, db.Cipher.LookUpHash(phone.E164), now);
        });
        if (turn.State.Episode is not null) turn.Open(new TicketDraft(HandoffKind.Crisis, "opted-out-in-crisis", TimeCritical: true) { IsWorse = true });
        return true;
    }

    private bool WrongNumber(Turn turn, ConsentWord word)
    {
        turn.Open(new TicketDraft(HandoffKind.Call, CallReasons.WrongNumber) { Packet = [new SummaryField("Ask", CallTasks.DoNotCall)] });
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        var number = new Recipient(turn.Facts.Phone!.E164, turn.Conversation.PhoneHash!, IsGuardian: false, LacksGuardian: false);
        // Before the opt-out: what that would hold, a call would read out to a stranger.
        turn.Do(db => ContactStops.CloseNumberAsync(db, plans, clinic, number, "patient", now));
        return OptOut(turn, plans, word, "consent/wrong-number", "wrong-number");
    }

    private static bool Unsure(Turn turn)
    {
        // A question that an owner silences must not wait for the digit that answers the owner's.
        if (turn.Conversation.BotOwns)
            turn.Ask("consent/opt-out-unsure", Outcome.Consent, [new Choice("", "1", Meanings.StopTexts), new Choice("", "2", Meanings.KeepTexts)]);
        var (clinic, hash, now) = (turn.Clinic.Id, turn.Conversation.PhoneHash!, turn.Now);
        turn.Do(db => PlannedTexts.HoldAsync(db, clinic, hash, CallReasons.OptOutUnsure, now, _ => true));
        return true;
    }

    private bool Answered(Turn turn, string means)
    {
        turn.State.Offered = [];
        if (means == Meanings.StopTexts)
            return OptOut(turn, plans, new ConsentWord(ConsentMeaning.OptOutCertain, null, turn.Language, "consent.confirmed"), "consent/opt-out-confirmed", "sms-words");
        var (clinic, hash, now) = (turn.Clinic.Id, turn.Conversation.PhoneHash!, turn.Now);
        turn.Do(db => plans.KeepTextsAsync(db, clinic, hash, now));
        turn.Say("consent/already-subscribed", Outcome.Consent);
        return true;
    }

    // The website does not know which number is meant: a person finds it. Who has the talk already answers it too.
    private bool OnWeb(Turn turn, ConsentWord word)
    {
        // Inside a request a wrong number is the one just typed.
        if (word.Meaning == ConsentMeaning.OptOutUnsure || (word.Meaning == ConsentMeaning.WrongNumber && turn.State.Booking is not null)) return false;
        turn.Language = Spoken.In(turn, word.Language);
        turn.Open(new TicketDraft(HandoffKind.Call, CallReasons.NoTextsAskedOnWeb));
        turn.State.Booking?.RefuseTexts(new Given(turn.Text, turn.Message.Sequence));
        if (!turn.Conversation.BotOwns) return false;
        turn.Say("consent/opt-out-web", Outcome.Consent);
        // Who wants no texts may still want the appointment.
        if (turn.State.Booking is not null) booking.Ask(turn);
        return true;
    }
}
