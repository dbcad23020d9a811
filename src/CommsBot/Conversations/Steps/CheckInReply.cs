using CommsBot.Handoff;
using CommsBot.Preparation;

namespace CommsBot.Conversations.Steps;

/// <summary>The answer to a check-in after a visit. Danger and warning signs in words were seen before this; what a number or a yes tells is a person's at once.</summary>
internal sealed class CheckInReply(PreparationTalk talk) : ITurnStep
{
    private static readonly TimeSpan SoonRead = TimeSpan.FromHours(1);

    public bool Handles(Turn turn)
    {
        if (!turn.OnPhone || turn.Message.Kind != InboundKind.Message || turn.Facts.CheckIn is not { } asked) return false;
        // A digit that a newer preparation text waits for belongs to that one.
        if (turn.Facts.Awaiting.Any(text => text.SentAt > asked.SentAt) || CheckInSaid.Read(turn.Text) is not { } said) return false;
        // The digit could as well answer whether staff helped: asked again, and then it is clear.
        if (Offers.RatesHandoff(turn))
        {
            turn.State.Offered = [];
            return talk.SayTo(turn, asked, CheckIns.Step);
        }

        var (clinic, now) = (turn.Clinic.Id, turn.Now);
        turn.Do(db => CheckIns.AnswerAsync(db, clinic, asked, said, now));
        if (!said.IsRedFlag) return talk.SayTo(turn, asked, "check-in-thanks");
        turn.Open(new TicketDraft(HandoffKind.Adverse, "check-in", TimeCritical: true)
        {
            AppointmentId = asked.VisitId,
            // On a Friday evening, or minutes before closing, nobody would read it before Monday.
            PageAtOnce = turn.Clinic.StaffedMinutesBetween(now, now + SoonRead) < SoonRead.TotalMinutes,
            Packet = [new SummaryField("Feels, 0 to 10", said.ToString()), new SummaryField("Earlier answers", asked.Before.Count == 0 ? null : string.Join(", ", asked.Before))],
        });
        return talk.SayTo(turn, asked, turn.Clinic.IsOpen(now) ? "check-in-flag" : "check-in-flag-closed");
    }
}
