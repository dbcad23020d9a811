using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Preparation;

namespace CommsBot.Conversations.Steps;

/// <summary>Says the words of <c>dialogs/preparation/</c> to the patient of a visit, and holds a health screen.</summary>
internal sealed class PreparationTalk(PreparationContent content, PlanAnswers plan)
{
    /// <summary>A reply with the visit's values; without a visit, with those of the next one on the number.</summary>
    public bool Say(Turn turn, string key, string? appointmentId)
    {
        var known = Find(turn, appointmentId) ?? (turn.Facts.Visits.Visits is [var first, ..] ? first : null);
        var person = known?.Person ?? new PlanPatient { Language = turn.Language };
        var opens = turn.Clinic.OpensWords(turn.Now, person.Language, MessageForm.Sms);
        return Send(turn, person, content.Replies.Say(key, turn.Clinic, person, known?.Visit ?? new Visit(turn.Now), opens));
    }

    /// <summary>What the fasting step says until its time has been said back.</summary>
    public bool SayBack(Turn turn, OpenText text, Func<TeachBack, Clinics.LocalText> which)
    {
        var known = Find(turn, text.VisitId)!;
        var wording = which(content.StepOf(known.Protocol, text.Step)!.TeachBack!).In(known.Person.Language);
        return Send(turn, known.Person, PreparationReplies.Fill(wording, turn.Clinic, known.Person, known.Visit));
    }

    /// <summary>A reply to the check-in of a visit that is over.</summary>
    public bool SayTo(Turn turn, OpenCheckIn asked, string key)
    {
        var person = new PlanPatient { Language = asked.Language, FirstName = asked.FirstName };
        return Send(turn, person, content.Replies.Say(key, turn.Clinic, person, new Visit(turn.Now), turn.Clinic.OpensWords(turn.Now, person.Language, MessageForm.Sms)));
    }

    /// <summary>The fast waits for a nurse, who is told.</summary>
    public void HoldScreen(Turn turn, OpenText text)
    {
        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => plan.ScreenHeldAsync(db, clinic, text, now));
        turn.Open(new TicketDraft(HandoffKind.Clinical, "health-screen", TimeCritical: true) { AppointmentId = text.VisitId, Packet = [new SummaryField("Why", "screen-held")] });
    }

    private static VisitOnNumber? Find(Turn turn, string? appointmentId) =>
        turn.Facts.Visits.Visits.FirstOrDefault(visit => visit.AppointmentId == appointmentId) ?? (turn.Facts.Visits.Fact is { } fact && fact.AppointmentId == appointmentId ? fact : null);

    private static bool Send(Turn turn, PlanPatient person, string words)
    {
        turn.Language = person.Language;
        turn.Send(new Reply(words, Outcome.Preparation));
        return true;
    }
}
