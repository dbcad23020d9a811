namespace CommsBot.Handoff;

/// <summary>A note names a colleague, who is asked to look.</summary>
internal sealed class NoteMention
{
    public long Id { get; init; }
    public required string ClinicId { get; init; }
    public required string TicketId { get; init; }
    public required string Person { get; init; }
    public required string By { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Clinic time at which the named person opened the ticket; null until then.</summary>
    public DateTimeOffset? SeenAt { get; set; }
}
