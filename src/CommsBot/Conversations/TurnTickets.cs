using CommsBot.Handoff;

namespace CommsBot.Conversations;

/// <summary>The packet that every ticket of a turn carries: what is needed in the patient's own words, and from which message it was read.</summary>
internal static class TurnTickets
{
    private const int LongestNeed = 500;

    public static NewTicket Of(Conversation conversation, InboundMessage message, TicketDraft draft)
    {
        var need = message.Text.Length > LongestNeed ? message.Text[..LongestNeed] : message.Text;
        SummaryField[] packet =
        [
            new("Need", need.Length == 0 ? null : need, message.Sequence),
            .. draft.Packet,
            .. draft.Packet.Any(field => field.Name == "Language") ? [] : new[] { new SummaryField("Language", conversation.Language.ToString()) },
        ];
        return NewTicket.About(conversation, draft.Kind, packet, draft.Patient, draft.Reason, draft.TimeCritical) with { AppointmentId = draft.AppointmentId, IsWorse = draft.IsWorse };
    }
}
