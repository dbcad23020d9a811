using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Preparation;

namespace CommsBot.Conversations.Steps;

/// <summary>Says the words of <c>dialogs/preparation/</c> to the patient of a visit, and holds a health screen.</summary>
internal sealed class PreparationTalk(PreparationContent content, PlanAnswers plan, ApprovalBook approvals)
{
    private const string NurseReason = "health-screen";

    /// <summary>A reply with the visit's values; without a visit, with those of the next one on the number.</summary>
    public bool Say(Turn turn, string key, string? appointmentId)
    {
        var known = Find(turn, appointmentId) ?? (turn.Facts.Visits.Visits is [var first, ..] ? first : null);
        var person = known?.Person ?? new PlanPatient { Language = turn.Language };
        var opens = turn.Clinic.OpensWords(turn.Now, person.Language, MessageForm.Sms);
        return Send(turn, person, Replies(person), content.Replies.Say(key, turn.Clinic, person, known?.Visit ?? new Visit(turn.Now), opens));
    }

    /// <summary>The times of this visit in the words of its fasting text, without the digits that ask for an answer. False where nobody may state any.</summary>
    public bool SayFast(Turn turn, VisitOnNumber known)
    {
        if (content.Find(known.Protocol) is not { Fasting: { } step } protocol || FastTimes.Of(known.Visit, turn.Clinic).Times is null) return false;
        var wording = step.Text.In(known.Person.Language);
        return Send(turn, known.Person, PreparationApprovals.KeyOf(protocol, known.Person.Language), PlanWording.Said(PreparationReplies.Fill(wording, turn.Clinic, known.Person, known.Visit)));
    }

    /// <summary>What the fasting step says until its time has been said back.</summary>
    public bool SayBack(Turn turn, OpenText text, Func<TeachBack, Clinics.LocalText> which)
    {
        var known = Find(turn, text.VisitId)!;
        var wording = which(content.StepOf(known.Protocol, text.Step)!.TeachBack!).In(known.Person.Language);
        var words = PreparationApprovals.KeyOf(content.For(known.Protocol, known.Visit.Series)!, known.Person.Language);
        return Send(turn, known.Person, words, PreparationReplies.Fill(wording, turn.Clinic, known.Person, known.Visit));
    }

    /// <summary>A reply to the check-in of a visit that is over.</summary>
    public bool SayTo(Turn turn, OpenCheckIn asked, string key)
    {
        var person = new PlanPatient { Language = asked.Language, FirstName = asked.FirstName };
        return Send(turn, person, Replies(person), content.Replies.Say(key, turn.Clinic, person, new Visit(turn.Now), turn.Clinic.OpensWords(turn.Now, person.Language, MessageForm.Sms)));
    }

    /// <summary>The fast waits for a nurse, who is told.</summary>
    public void HoldScreen(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => plan.ScreenHeldAsync(db, clinic, text, now));
        AskNurse(turn, text.VisitId);
    }

    /// <summary>The same for what was told in words: the turn's own call is about the first of these visits of one patient, the plan asks for the others.</summary>
    public void HoldFast(Turn turn, IReadOnlyList<VisitOnNumber> visits)
    {
        var (clinic, now, asksNurse) = (turn.Clinic.Id, turn.Now, !turn.Tickets.Any(ticket => ticket.Kind is HandoffKind.Crisis or HandoffKind.Emergency));
        foreach (var visit in visits) turn.Do(db => plan.HealthToldAsync(db, clinic, visit.AppointmentId, now, asksNurse && visit == visits[0] ? CallReason.ScreenHeld : null));
        // Beside a crisis the plan opens the call itself: a ticket of the turn would quote what the front desk may not read.
        if (asksNurse) AskNurse(turn, visits[0].AppointmentId);
    }

    private static void AskNurse(Turn turn, string appointmentId)
    {
        if (turn.Tickets.Any(ticket => ticket.Reason == NurseReason && ticket.AppointmentId == appointmentId)) return;
        turn.Open(new TicketDraft(HandoffKind.Clinical, NurseReason, TimeCritical: true) { AppointmentId = appointmentId, Packet = [new SummaryField("Why", "screen-held")] });
    }

    private static VisitOnNumber? Find(Turn turn, string? appointmentId) =>
        turn.Facts.Visits.Visits.FirstOrDefault(visit => visit.AppointmentId == appointmentId) ?? (turn.Facts.Visits.Fact is { } fact && fact.AppointmentId == appointmentId ? fact : null);

    private ApprovalKey Replies(PlanPatient person) => PreparationApprovals.KeyOf(content.Replies, person.Language);

    /// <summary>Words nobody signed are not said: a person answers instead, and the patient is told so in words that never fall silent.</summary>
    private bool Send(Turn turn, PlanPatient person, ApprovalKey signed, string words)
    {
        turn.Language = person.Language;
        if (approvals.At(turn.Now).Holds(signed)) turn.Send(new Reply(words, Outcome.Preparation));
        else PersonAsked.Ask(turn, new TicketDraft(HandoffKind.Call, ProtocolLapses.Called), Outcome.Preparation);
        return true;
    }
}
