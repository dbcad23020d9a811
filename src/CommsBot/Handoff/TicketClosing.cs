using CommsBot.Storage;

namespace CommsBot.Handoff;

/// <summary>What another slice does when a person closes a ticket, in the same write. Null when it may close; otherwise the reason why it may not.</summary>
internal delegate Task<string?> TicketClosing(ClinicDb db, ClosedTicket closed);

/// <param name="By">The person who closes it.</param>
/// <param name="Now">Clinic time.</param>
internal sealed record ClosedTicket(HandoffTicket Ticket, string Outcome, string? Note, string By, DateTimeOffset Now)
{
    /// <summary>The outcome of a danger that was none.</summary>
    public const string FalseAlarm = "False alarm";
}
