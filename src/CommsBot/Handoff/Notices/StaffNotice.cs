namespace CommsBot.Handoff.Notices;

internal enum NoticeState
{
    Planned,
    Sending,
    Sent,

    /// <summary>Not accepted for a whole day; a ticket says so.</summary>
    Failed,
}

/// <summary>
/// That a place is to be told that somebody waits. It holds no patient data: what is sent is a fixed sentence and a link. A notice whose sending was
/// cut off is sent again: told twice is the harmless side, and its id travels along, so that a program can drop the second.
/// </summary>
internal sealed class StaffNotice
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }

    /// <summary>The route's name, or <c>on-call/2</c>: the mail address of the clinic's second on-call person, counted from 0.</summary>
    public required string Route { get; init; }

    /// <summary>The wording it says.</summary>
    public required string Words { get; init; }

    /// <summary>The ticket its link opens; null for the queue.</summary>
    public string? TicketId { get; init; }

    /// <summary>Made once, however many nodes look.</summary>
    public required string UniqueKey { get; init; }
    public NoticeState State { get; set; }
    public int Attempt { get; set; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Machine time at which it was first tried; a day later it is given up.</summary>
    public DateTimeOffset? TriedSince { get; set; }

    /// <summary>Machine time before which it is not tried, or until which its sender holds it.</summary>
    public DateTimeOffset? NotBefore { get; set; }
}
