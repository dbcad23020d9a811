using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Preparation;
using Means = CommsBot.Preparation.Reply;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// What a patient texts about the preparation: the digit of a text that waits for it, the driver's name, or when the visit is.
/// On the phone only; a number that is not on file gets nothing from here.
/// </summary>
internal sealed class PreparationReply(PreparationContent content, PlanAnswers answers) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (!turn.OnPhone || turn.Message.Kind != InboundKind.Message) return false;
        if (content.Matcher.AsksWhen(turn.Text)) return SayWhen(turn);
        if (turn.Facts.Visits.People == 0 || AnswersTheBot(turn)) return false;
        var match = content.Matcher.Match(turn.Text, turn.Facts.Awaiting);
        return match.Reply switch
        {
            Means.Understood => Understood(turn, match.Text!),
            Means.ScreenClear => ScreenClear(turn, match.Text!),
            Means.ScreenYes => ScreenYes(turn, match.Text!),
            Means.Reschedule => Call(turn, match.Text, "reschedule", "2", turn.Clinic.IsOpen(turn.Now) ? "reschedule" : "reschedule-closed"),
            Means.CallMe => Call(turn, match.Text, "call-me", "3", turn.Clinic.IsOpen(turn.Now) ? "call-me-open" : "call-me-closed"),
            Means.DriverNamed => Driver(turn, match.DriverName!),
            Means.Ambiguous => Ambiguous(turn),
            _ => AlreadyAnswered(turn),
        };
    }

    /// <summary>A bare digit belongs to the bot's own question when that is newer than every text that waits.</summary>
    private bool AnswersTheBot(Turn turn)
    {
        if (turn.State.Offered.Count == 0 || turn.State.OfferedAt is not { } offered || Offers.Chosen(turn) is null) return false;
        return turn.Facts.Awaiting.All(text => text.SentAt < offered);
    }

    private bool Understood(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => answers.UnderstoodAsync(db, clinic, text, now));
        return Say(turn, text.Kind == StepKind.Fasting ? "fasting-thanks" : "understood-thanks", text.VisitId);
    }

    private bool ScreenClear(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => answers.ScreenClearedAsync(db, clinic, text, now));
        return Say(turn, "screen-clear-thanks", text.VisitId);
    }

    private bool ScreenYes(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => answers.ScreenHeldAsync(db, clinic, text, now));
        turn.Open(new TicketDraft(HandoffKind.Clinical, "health-screen", TimeCritical: true) { AppointmentId = text.VisitId, Packet = [new SummaryField("Why", "screen-held")] });
        return Say(turn, turn.Clinic.IsOpen(now) ? "screen-yes" : "screen-yes-closed", text.VisitId);
    }

    private bool Call(Turn turn, OpenText? text, string why, string digit, string wording)
    {
        var clinic = turn.Clinic.Id;
        if (text is not null) turn.Do(db => answers.AskedAsync(db, clinic, text, digit));
        turn.Open(new TicketDraft(HandoffKind.Call, why) { AppointmentId = text?.VisitId, Packet = [new SummaryField("Why", why)] });
        return Say(turn, wording, text?.VisitId);
    }

    private bool Driver(Turn turn, string name)
    {
        if (turn.Facts.Visits.Visits.Count == 0) return false;
        // Whose driver? Two people on one phone are not told apart by a name.
        if (turn.Facts.Visits.Visits.Select(visit => visit.PatientId).Distinct().Count() > 1)
            return Call(turn, null, "driver-named", "", turn.Clinic.IsOpen(turn.Now) ? "call-me-open" : "call-me-closed");
        var (clinic, next) = (turn.Clinic.Id, turn.Facts.Visits.Visits[0].AppointmentId);
        turn.Do(db => answers.DriverAsync(db, clinic, next, name));
        return Say(turn, "driver-thanks", next);
    }

    private bool Ambiguous(Turn turn) =>
        Say(turn, turn.Facts.Awaiting.All(text => text.Kind == StepKind.Screen) ? "ambiguous-screen" : "ambiguous", turn.Facts.Awaiting[0].VisitId);

    private bool AlreadyAnswered(Turn turn)
    {
        if (turn.Facts.Awaiting.Count > 0 || !turn.Facts.Visits.AnsweredLately || turn.State.Booking is not null) return false;
        return content.Matcher.IsBareDigit(turn.Text) && Say(turn, "already-answered", null);
    }

    private bool SayWhen(Turn turn)
    {
        var known = turn.Facts.Visits;
        if (known.MayHearFacts && known.Visits.Count > 0) return Say(turn, "appointment-when", known.Visits[0].AppointmentId);
        turn.Say("handoff/no-appointment-facts", Outcome.Preparation);
        return true;
    }

    private bool Say(Turn turn, string key, string? appointmentId)
    {
        var known = turn.Facts.Visits.Visits.FirstOrDefault(visit => visit.AppointmentId == appointmentId) ?? (turn.Facts.Visits.Visits is [var first, ..] ? first : null);
        var person = known?.Person ?? new PlanPatient { Language = turn.Language };
        var opens = turn.Clinic.OpensWords(turn.Now, person.Language, MessageForm.Sms);
        turn.Language = person.Language;
        turn.Send(new Reply(content.Replies.Say(key, turn.Clinic, person, known?.Visit ?? new Visit(turn.Now), opens), Outcome.Preparation));
        return true;
    }
}
