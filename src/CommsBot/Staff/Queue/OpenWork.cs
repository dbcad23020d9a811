using CommsBot.Handoff;

namespace CommsBot.Staff.Queue;

/// <summary>An open ticket with what the queue needs of its packet already read.</summary>
/// <param name="Key">Tickets with a common key are about the same patient.</param>
internal sealed record OpenTicket(HandoffTicket Ticket, string Need, string? NameOnFile, IReadOnlyList<string> Key);

/// <summary>A visit of the next 24 hours.</summary>
internal sealed record ComingVisit(string ClinicId, string Id, DateTimeOffset StartsAt, string Patient, string State, string Missing, IReadOnlyList<string> Key);

/// <summary>Everything open at one moment, of every clinic.</summary>
internal sealed record OpenWork(IReadOnlyList<OpenTicket> Tickets, IReadOnlyList<ComingVisit> Visits);
