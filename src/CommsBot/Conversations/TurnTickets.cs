using CommsBot.Handoff;

namespace CommsBot.Conversations;

/// <summary>The packet that every ticket of a turn carries: what is needed in the patient's own words, and from which message it was read.</summary>
internal static class TurnTickets
{
    private const int LongestNeed = 500;

    /// <summary>Who is about to leave home for the first visit of the day is answered before the doors open.</summary>
    private static readonly TimeSpan BeforeOpening = TimeSpan.FromHours(12);

    public static NewTicket Of(Turn turn, Conversation conversation, TicketDraft draft)
    {
        var (message, clinic, now) = (turn.Message, turn.Clinic, turn.Now);
        var need = message.Text.Length > LongestNeed ? message.Text[..LongestNeed] : message.Text;
        SummaryField[] packet =
        [
            new("Need", need.Length == 0 ? null : need, message.Sequence),
            .. draft.Packet,
            .. draft.Packet.Any(field => field.Name == "Language") ? [] : new[] { new SummaryField("Language", conversation.Language.ToString()) },
        ];
        return NewTicket.About(conversation, draft.Kind, packet, draft.Patient, draft.Reason, draft.TimeCritical) with
        {
            AppointmentId = draft.AppointmentId,
            IsWorse = draft.IsWorse,
            Deadline = Promises.DueAt(clinic, draft.Kind, now),
            PageAtOnce = draft.TimeCritical && !clinic.IsOpen(now) && clinic.NextOpening(now) - now <= BeforeOpening,
        };
    }
}
