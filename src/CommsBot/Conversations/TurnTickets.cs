using CommsBot.Booking;
using CommsBot.Handoff;

namespace CommsBot.Conversations;

/// <summary>What every ticket of a turn is told: what is needed in the patient's own words, what a half-filled request already holds, and what alarmed us.</summary>
internal static class TurnTickets
{
    private const int LongestNeed = 500;

    /// <param name="form">A booking request that is under way; null without one.</param>
    public static NewTicket Of(Conversation conversation, InboundMessage message, TicketDraft draft, BookingForm? form = null)
    {
        var need = message.Text.Length > LongestNeed ? message.Text[..LongestNeed] : message.Text;
        SummaryField[] said =
        [
            new(PacketField.Need, need.Length == 0 ? null : need, message.Sequence),
            new(PacketField.Language, conversation.Language.ToString()),
            .. form is null ? [] : BookingPacket.Of(form).Where(field => field.Value is not null),
        ];
        IReadOnlyList<SummaryField> packet =
        [
            .. said.Where(field => !draft.Packet.Any(own => own.Name == field.Name)),
            .. draft.Packet,
            .. IsRedFlag(draft) ? [new SummaryField(PacketField.RedFlags, draft.Reason.Replace(".", ": ", StringComparison.Ordinal).Replace('-', ' '), message.Sequence)] : Array.Empty<SummaryField>(),
        ];
        return NewTicket.About(conversation, draft.Kind, packet, draft.Patient, draft.Reason, draft.TimeCritical) with { AppointmentId = draft.AppointmentId, IsWorse = draft.IsWorse };
    }

    private static bool IsRedFlag(TicketDraft draft) =>
        draft.Kind is HandoffKind.Crisis or HandoffKind.Emergency or HandoffKind.Adverse || (draft.Kind == HandoffKind.Clinical && draft.TimeCritical);
}
