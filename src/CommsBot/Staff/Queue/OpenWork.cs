using CommsBot.Content;
using CommsBot.Handoff;

namespace CommsBot.Staff.Queue;

/// <summary>An open ticket with what the queue needs of its packet already read.</summary>
/// <param name="NeedAtDesk">What it needs, without what the patient wrote while in danger.</param>
/// <param name="ProvenAs">The patient on file a website chat was proven to be; null while its claim is unverified, and on the phone.</param>
/// <param name="NewWordsAt">Clinic time of what the patient wrote since the owner last looked; null when there is nothing new.</param>
/// <param name="Language">The patient's as of now.</param>
/// <param name="Speaker">Who has its talk, whichever ticket of it they took; null when nobody has.</param>
/// <param name="Key">Tickets with a common key are about the same patient.</param>
internal sealed record OpenTicket(
    HandoffTicket Ticket, string Need, string NeedAtDesk, string? NameOnFile, string? ProvenAs, DateTimeOffset? NewWordsAt, Language Language, string? Speaker, IReadOnlyList<string> Key)
{
    /// <summary>Nobody else may act on what belongs to a talk that somebody has; a danger is only theirs who took it.</summary>
    public string? HeldBy => Ticket.ClaimedBy ?? (Ticket.IsDanger ? null : Speaker);

    /// <summary>From whom whoever has it took it over; null when it changed hands in another way.</summary>
    public string? TakenFrom { get; init; }
}

/// <summary>A visit of the next 24 hours.</summary>
internal sealed record ComingVisit(string ClinicId, string Id, DateTimeOffset StartsAt, string Patient, string State, string Missing, IReadOnlyList<string> Key);

/// <summary>Everything open at one moment, of every clinic.</summary>
/// <param name="Mentions">By person: tickets with a note that names them and they have not opened since.</param>
internal sealed record OpenWork(IReadOnlyList<OpenTicket> Tickets, IReadOnlyList<ComingVisit> Visits, ILookup<string, Mention> Mentions);

/// <param name="Stamp">When the newest such note was written; grows.</param>
internal sealed record Mention(string TicketId, long Stamp);
