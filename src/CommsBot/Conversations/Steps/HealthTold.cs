using CommsBot.Preparation;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// "I'm pregnant", "I take insulin", "I have a fever", told in any text of a patient with a visit ahead: a yes to the health questions, whether they were
/// sent yet, wait for an answer or were answered with a 1.
/// </summary>
internal sealed class HealthTold(HealthWords words, PreparationContent content, PreparationTalk talk) : ITurnStep
{
    /// <summary>Holds the fast whoever answers the message: a danger, a member of staff, or a rule that looks earlier.</summary>
    public void Note(Turn turn)
    {
        foreach (var visits in Held(turn).Concat(Unclear(turn)).DistinctBy(visit => visit.AppointmentId).GroupBy(visit => visit.PatientId)) talk.HoldFast(turn, [.. visits]);
    }

    public bool Handles(Turn turn)
    {
        if (turn.State.Booking is not null || Held(turn) is not [var visit, ..]) return false;
        return talk.Say(turn, turn.Clinic.IsOpen(turn.Now) ? "screen-yes" : "screen-yes-closed", visit.AppointmentId);
    }

    /// <summary>Of each patient it is true of the next visit with a fast, and those whose questions were asked already. The others ask for themselves.</summary>
    private List<VisitOnNumber> Held(Turn turn)
    {
        if (!turn.OnPhone || turn.Message.Kind != InboundKind.Message) return [];
        return [.. turn.Facts.Visits.Visits.Where(Fasts).GroupBy(visit => visit.PatientId)
            .Where(visits => words.TellIn(turn.Text, visits.First().ForAnother))
            .SelectMany(visits => visits.Where((visit, place) => place == 0 || WasAsked(turn, visit)))];
    }

    /// <summary>What a nurse must judge is no clear answer to questions that wait for one: whatever digit comes later, she calls first.</summary>
    private static IEnumerable<VisitOnNumber> Unclear(Turn turn) => turn.TellsOfHealth ? turn.Facts.Visits.Visits.Where(visit => IsAsked(turn, visit)) : [];

    private bool Fasts(VisitOnNumber visit) => visit.Visit.Mode != PreparationMode.None && content.Find(visit.Protocol)?.Fasting is not null;

    private static bool WasAsked(Turn turn, VisitOnNumber visit) =>
        visit.Visit.Screen is HealthScreen.ClearedByPatient or HealthScreen.AnsweredLate
        || IsAsked(turn, visit);

    private static bool IsAsked(Turn turn, VisitOnNumber visit) => turn.Facts.Awaiting.Any(text => text.VisitId == visit.AppointmentId && text.Kind == StepKind.Screen);
}
