using CommsBot.Booking;
using CommsBot.Handoff;
using CommsBot.Preparation;

namespace CommsBot.Conversations;

/// <summary>What every ticket of a turn is told: what is needed in the patient's own words, what a half-filled request already holds, and what alarmed us.</summary>
internal static class TurnTickets
{
    private const int LongestNeed = 500;

    /// <summary>Who is about to leave home for the first visit of the day is answered before the doors open.</summary>
    private static readonly TimeSpan BeforeOpening = TimeSpan.FromHours(12);

    /// <param name="due">Null for a ticket that is about no visit.</param>
    public static NewTicket Of(Turn turn, Conversation conversation, TicketDraft draft, VisitDue? due = null)
    {
        var by = due is null ? null : DueOf(turn, draft, due);
        var (message, clinic, now, form) = (turn.Message, turn.Clinic, turn.Now, turn.State.Booking);
        var need = message.Text.Length > LongestNeed ? message.Text[..LongestNeed] : message.Text;
        SummaryField[] said =
        [
            .. form is null ? [] : BookingPacket.Of(form).Where(field => field.Value is not null),
            // After the wish of a half-filled booking: the queue shows what was said last.
            new(PacketField.Need, need.Length == 0 ? null : need, message.Sequence),
            new(PacketField.Language, conversation.Language.ToString()),
        ];
        IReadOnlyList<SummaryField> packet =
        [
            .. said.Where(field => !draft.Packet.Any(own => own.Name == field.Name)),
            .. draft.Packet,
            .. IsRedFlag(draft) ? [new SummaryField(PacketField.RedFlags, FlagOf(draft), message.Sequence)] : Array.Empty<SummaryField>(),
        ];
        return NewTicket.About(conversation, draft.Kind, packet, draft.Patient, draft.Reason, draft.TimeCritical) with
        {
            AppointmentId = draft.AppointmentId,
            IsWorse = draft.IsWorse,
            Deadline = Promises.DueAt(clinic, draft.Kind, now) ?? by,
            PageAtOnce = draft.PageAtOnce || (draft.TimeCritical && !clinic.IsOpen(now) && clinic.NextOpening(now) - now <= BeforeOpening)
                || (by is { } last && due!.IsPressing(clinic.Id, now, last) && !IsMetAtTheDesk(turn, draft)),
        };
    }

    /// <summary>The visit the ticket names; a call or what is urgent without one means the next. Danger waits for no visit.</summary>
    private static DateTimeOffset? DueOf(Turn turn, TicketDraft draft, VisitDue due)
    {
        if (draft.Kind is HandoffKind.Crisis or HandoffKind.Emergency) return null;
        if (draft is { AppointmentId: null, TimeCritical: false } && draft.Kind != HandoffKind.Call) return null;
        var about = turn.Facts.Visits.Visits.FirstOrDefault(visit => draft.AppointmentId is not { } id || visit.AppointmentId == id);
        return about is null ? null : due.Of(turn.Clinic.Id, about.Protocol, about.Visit, turn.Now);
    }

    /// <summary>"I'm here", "running late": while the clinic is open, whoever stands there sees it.</summary>
    private static bool IsMetAtTheDesk(Turn turn, TicketDraft draft) => draft is { AppointmentId: null, TimeCritical: true } && turn.Clinic.IsOpen(turn.Now);

    private static string FlagOf(TicketDraft draft) => draft.Reason.StartsWith("net.", StringComparison.Ordinal)
        ? $"{draft.Kind.ToString().ToLowerInvariant()}: no known phrase, but it sounds like one"
        : draft.Reason.Replace(".", ": ", StringComparison.Ordinal).Replace('-', ' ');

    private static bool IsRedFlag(TicketDraft draft) =>
        draft.Kind is HandoffKind.Crisis or HandoffKind.Emergency or HandoffKind.Adverse || (draft.Kind == HandoffKind.Clinical && draft.TimeCritical);
}
