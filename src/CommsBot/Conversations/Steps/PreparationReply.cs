using CommsBot.Handoff;
using CommsBot.Preparation;
using Request = CommsBot.Handoff.Request;
using Means = CommsBot.Preparation.Reply;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// What a patient texts about the preparation: the digit of a text that waits for it, the time to stop eating, the driver's name, or when the visit is.
/// On the phone only; a number that is not on file gets nothing from here.
/// </summary>
internal sealed class PreparationReply(PreparationContent content, PlanAnswers plan, PreparationTalk talk, AnswerTalk answers, Requests requests, SmallTalk small, ToldInstead told) : ITurnStep
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(2);
    private static readonly TimeSpan SameTalk = TimeSpan.FromMinutes(30);

    public bool Handles(Turn turn)
    {
        if (turn.Message.Kind != InboundKind.Message) return false;
        if (!turn.OnPhone) return AskedByAStranger(turn);
        if (content.Matcher.AsksWhen(turn.Text)) return SayWhen(turn);
        if (content.Matcher.AsksFast(turn.Text)) return SayFast(turn);
        if (turn.Facts.Visits.Answering.Count == 0 || AnswersTheBot(turn)) return false;
        if (turn.Facts.Awaiting.Count > 0 && Offers.RatesHandoff(turn)) return TwoWait(turn);
        var (words, awaiting) = Whose(turn);
        var match = content.Matcher.Match(words, awaiting);
        turn.State.SpeaksFor = null;
        if (match.Reply is not (Means.Ambiguous or Means.NotAReply)) turn.State.UnclearAt = null;
        if (match is { Reply: Means.Understood or Means.TimeRight or Means.ScreenClear, Text: { } text } && turn.Facts.Visits.Resting.Contains(text.PatientId))
            return talk.Say(turn, "too-soon-after-visit", text.VisitId);
        return match.Reply switch
        {
            Means.Understood => GoesOn(turn, match.Text!.PatientId, Understood(turn, match.Text!)),
            Means.TimeRight => TimeRight(turn, match.Text!),
            Means.TimeWrong => GoesOn(turn, match.Text!.PatientId, TimeWrong(turn, match.Text!)),
            Means.TimeAgain => GoesOn(turn, match.Text!.PatientId, talk.SayBack(turn, match.Text!, said => said.Again)),
            Means.ScreenClear => ScreenClear(turn, match.Text!),
            Means.ScreenYes => ScreenYes(turn, match.Text!),
            Means.Reschedule => Call(turn, match.Text, "reschedule", "2", turn.Clinic.IsOpen(turn.Now) ? "reschedule" : "reschedule-closed"),
            Means.CallMe => Call(turn, match.Text, "call-me", "3", turn.Clinic.IsOpen(turn.Now) ? "call-me-open" : "call-me-closed"),
            Means.DriverNamed => Driver(turn, match.DriverName!),
            Means.WhoseReply => talk.Say(turn, "whose-reply", turn.Facts.Awaiting[0].VisitId),
            Means.Ambiguous => GoesOn(turn, awaiting[0].PatientId, Ambiguous(turn, awaiting)),
            _ => DriverAfterAll(turn) || AlreadyAnswered(turn) || SaysNo(turn) || Moves(turn) || told.Handles(turn) || QuestionInBetween(turn),
        };
    }

    /// <summary>A bare digit belongs to the bot's own question when that is newer than every text that waits.</summary>
    private static bool AnswersTheBot(Turn turn)
    {
        if (turn.State.Offered.Count == 0 || turn.State.OfferedAt is not { } offered || Offers.Chosen(turn) is null) return false;
        return turn.Facts.Awaiting.All(text => text.SentAt < offered);
    }

    /// <summary>
    /// On a phone of several people: the message without the name in it, and that person's texts. Whoever gave a name once need not give it again while
    /// the bot's question to them is open.
    /// </summary>
    private static (string Words, IReadOnlyList<OpenText> Awaiting) Whose(Turn turn)
    {
        var open = turn.Facts.Awaiting;
        var named = ReplyMatcher.Named(turn.Text, open);
        var id = named?.PatientId ?? (turn.Now - turn.State.SpeaksAt < SameTalk ? turn.State.SpeaksFor : null);
        return open.Where(text => text.PatientId == id).ToList() is { Count: > 0 } own ? (named?.Words ?? turn.Text, own) : (turn.Text, open);
    }

    /// <summary>The bot has asked this person something: the next reply is theirs.</summary>
    private static bool GoesOn(Turn turn, string patientId, bool handled)
    {
        if (turn.Facts.Awaiting.Any(text => text.PatientId != patientId)) (turn.State.SpeaksFor, turn.State.SpeaksAt) = (patientId, turn.Now);
        return handled;
    }

    private bool Understood(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        if (text.Cutoff.Count > 0)
        {
            turn.Do(db => plan.AskedAsync(db, clinic, text, "1"));
            return talk.SayBack(turn, text, said => said.Ask);
        }

        turn.Do(db => plan.UnderstoodAsync(db, clinic, text, now));
        return talk.Say(turn, text.Kind == StepKind.Fasting ? "fasting-thanks" : "understood-thanks", text.VisitId);
    }

    private bool TimeRight(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => plan.UnderstoodAsync(db, clinic, text, now));
        return talk.Say(turn, "fasting-thanks", text.VisitId);
    }

    /// <summary>Put right once; the next wrong time is a person's to explain.</summary>
    private bool TimeWrong(Turn turn, OpenText text)
    {
        var clinic = turn.Clinic.Id;
        turn.Do(db => plan.AskedAsync(db, clinic, text, PlanAnswers.WrongTime));
        if (text.Said != Said.WrongTime) return talk.SayBack(turn, text, said => said.Wrong);
        turn.Open(new TicketDraft(HandoffKind.Call, "teach-back-failed", TimeCritical: true) { AppointmentId = text.VisitId, Packet = [new SummaryField("Why", "teach-back-failed")] });
        return talk.Say(turn, turn.Clinic.IsOpen(turn.Now) ? "teach-back-call" : "teach-back-call-closed", text.VisitId);
    }

    private bool ScreenClear(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => plan.ScreenClearedAsync(db, clinic, text, now));
        return talk.Say(turn, text.IsLate ? "screen-clear-late" : "screen-clear-thanks", text.VisitId);
    }

    private bool ScreenYes(Turn turn, OpenText text)
    {
        talk.HoldScreen(turn, text);
        return talk.Say(turn, turn.Clinic.IsOpen(turn.Now) ? "screen-yes" : "screen-yes-closed", text.VisitId);
    }

    /// <summary>A bare "no" to the health questions may be meant for the last of them alone: they are asked again in words that a digit answers.</summary>
    private bool SaysNo(Turn turn) =>
        turn.Facts.Awaiting.MaxBy(text => text.SentAt) is { Kind: StepKind.Screen } && small.Look(turn.Text, turn.Language)?.Kind == SmallTalkKind.YesNo && Ambiguous(turn, turn.Facts.Awaiting);

    /// <summary>"Need to move it to Thursday", "cancel my appointment please": a 2 in other words, also when no text waits for one.</summary>
    private bool Moves(Turn turn)
    {
        if (turn.State.Booking is not null || turn.Facts.Visits.Visits.Count == 0 || requests.Look(turn.Text) != Request.Reschedule) return false;
        var texts = turn.Facts.Awaiting.DistinctBy(text => text.VisitId).Count() == 1 ? turn.Facts.Awaiting.MaxBy(text => text.SentAt) : null;
        return Call(turn, texts, "reschedule", "2", turn.Clinic.IsOpen(turn.Now) ? "reschedule" : "reschedule-closed");
    }

    private bool Call(Turn turn, OpenText? text, string why, string digit, string wording, string? visit = null)
    {
        var clinic = turn.Clinic.Id;
        if (text is not null) turn.Do(db => plan.AskedAsync(db, clinic, text, digit));
        turn.Open(new TicketDraft(HandoffKind.Call, why) { AppointmentId = text?.VisitId ?? visit, Packet = [new SummaryField("Why", why)] });
        return talk.Say(turn, wording, text?.VisitId);
    }

    private bool Driver(Turn turn, string name)
    {
        if (turn.Facts.Visits.Visits.Count == 0) return false;
        // Whose driver? Two people on one phone are not told apart by a name.
        if (turn.Facts.Visits.Visits.Select(visit => visit.PatientId).Distinct().Count() > 1)
            return Call(turn, null, "driver-named", "", turn.Clinic.IsOpen(turn.Now) ? "call-me-open" : "call-me-closed");
        var (clinic, next, now) = (turn.Clinic, turn.Facts.Visits.Visits[0].AppointmentId, turn.Now);
        if (name.Length == 0)
        {
            // Who says the same again has said all there is by text.
            if (turn.Now - turn.State.DriverAskedAt < Fresh) return Call(turn, null, "driver-not-named", "", turn.Clinic.IsOpen(turn.Now) ? "call-me-open" : "call-me-closed", next);
            turn.State.DriverAskedAt = turn.Now;
            return talk.Say(turn, "driver-which", next);
        }

        turn.State.DriverAskedAt = null;
        turn.Do(db => plan.DriverAsync(db, clinic, next, name, now));
        return talk.Say(turn, "driver-thanks", next);
    }

    /// <summary>"Maria", after the bot asked for the name of "my sister".</summary>
    private bool DriverAfterAll(Turn turn) =>
        turn.Now - turn.State.DriverAskedAt < Fresh && small.Look(turn.Text, turn.Language) is null && DriverWords.BareIn(turn.Text, wasAsked: true) is { } name && Driver(turn, name);

    /// <summary>
    /// An open health screen is asked again in words that an instruction never asks for: else who left one of both unanswered is told the same for ever.
    /// Two visits no digit tells apart: who answers with one again is called.
    /// </summary>
    private bool Ambiguous(Turn turn, IReadOnlyList<OpenText> awaiting)
    {
        var oneVisit = awaiting.Select(text => text.VisitId).Distinct().Count() == 1;
        if (!oneVisit && turn.State.UnclearAt is not null) return Call(turn, null, "which-visit", "", turn.Clinic.IsOpen(turn.Now) ? "call-me-open" : "call-me-closed");
        if (!oneVisit) turn.State.UnclearAt = turn.Now;
        var screen = oneVisit ? awaiting.Any(text => text.Kind == StepKind.Screen) : awaiting.All(text => text.Kind == StepKind.Screen);
        return talk.Say(turn, screen ? "ambiguous-screen" : "ambiguous", awaiting[0].VisitId);
    }

    // The digit could as well answer whether staff helped: a reply counts only when one text waits for it.
    private bool TwoWait(Turn turn)
    {
        turn.State.Offered = [];
        return Ambiguous(turn, turn.Facts.Awaiting);
    }

    private bool AlreadyAnswered(Turn turn)
    {
        if (turn.Facts.Awaiting.Count > 0 || !turn.Facts.Visits.AnsweredLately || turn.State.Booking is not null) return false;
        return content.Matcher.IsBareDigit(turn.Text) && talk.Say(turn, "already-answered", null);
    }

    /// <summary>A question shortly after a text that waits for its answer is answered, and the text's own question said again.</summary>
    private bool QuestionInBetween(Turn turn)
    {
        if (turn.State.Booking is not null || turn.Facts.Awaiting.MaxBy(text => text.SentAt) is not { } newest || newest.SentAt < turn.Now - Fresh) return false;
        if (Offers.Chosen(turn) is not null || !answers.TryAnswer(turn, turn.Text, sureOnly: true)) return false;
        if (newest.AwaitsTime) return talk.SayBack(turn, newest, said => said.Again);
        return talk.Say(turn, newest.Kind == StepKind.Screen ? "ambiguous-screen" : "not-a-reply-help", newest.VisitId);
    }

    // Nothing on the website tells who writes, and no proof to staff changes what a chat shows.
    private bool AskedByAStranger(Turn turn)
    {
        if (turn.State.Booking is not null || !content.Matcher.AsksWhen(turn.Text)) return false;
        turn.Ask("handoff/identity-unverified", Outcome.Preparation, [turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoMore)]);
        return true;
    }

    /// <summary>The patient's own times, where the patient may hear them and nothing holds the fast; else whatever holds for everybody.</summary>
    private bool SayFast(Turn turn) => SayOff(turn) ||
        turn.Facts.Visits.Fact is { Visit: { HeldBy: null } visit } known && (visit.IsReleased || (visit.Screen == HealthScreen.ClearedByPatient && !IsMinor(known, turn))) && talk.SayFast(turn, known);

    private bool IsMinor(VisitOnNumber known, Turn turn) =>
        content.Find(known.Protocol)?.IsTooYoung(known.Person.BirthDate, turn.Clinic.DateOf(known.Visit.StartsAt)) == true;

    /// <summary>A visit that a closure takes away still stands in the book; nobody fasts for it or comes.</summary>
    private bool SayOff(Turn turn) => turn.Facts.Visits.Fact is { IsOff: true } visit && talk.Say(turn, Corrections.Closed, visit.AppointmentId);

    private bool SayWhen(Turn turn)
    {
        if (SayOff(turn)) return true;
        if (turn.Facts.Visits.Fact is { } visit) return talk.Say(turn, "appointment-when", visit.AppointmentId);
        turn.Say("handoff/no-appointment-facts", Outcome.Preparation);
        return true;
    }
}
