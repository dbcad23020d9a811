using CommsBot.Booking;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Safety;
using Request = CommsBot.Handoff.Request;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// "I have a port", "I have high cholesterol", while the health questions wait: no clear "none of these", so a nurse hears it and calls. Asked for what
/// replies and requests mean before, and before any answer is quoted.
/// </summary>
internal sealed class ToldInstead(HealthWords health, ClinicalBoundary boundary, AnswerTalk answers, PreparationTalk talk, Requests requests, SmallTalk small)
{
    /// <summary>What is said to have later than this after the questions is no answer to them.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(2);

    public bool Handles(Turn turn)
    {
        if (turn.State.Booking is not null || turn.Facts.Awaiting.Where(text => text.Kind == StepKind.Screen).MaxBy(text => text.SentAt) is not { } screen) return false;
        if (Offers.Chosen(turn) is not null || !(IsOfNurse(turn) || (screen.SentAt >= turn.Now - Fresh && IsUnclear(turn)))) return false;
        turn.TellsOfHealth = true;
        return talk.Say(turn, turn.Clinic.IsOpen(turn.Now) ? "screen-yes" : "screen-yes-closed", screen.VisitId);
    }

    private bool IsOfNurse(Turn turn) => boundary.TellsOfSomebody(turn.Text) && answers.NurseOf(turn) is not null;

    private bool IsUnclear(Turn turn) =>
        health.AnswerIn(turn.Text) && !BookingReader.IsQuestion(turn.Text) && small.Look(turn.Text, turn.Language) is null && requests.Look(turn.Text) == Request.None;
}
