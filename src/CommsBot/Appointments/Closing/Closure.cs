namespace CommsBot.Appointments.Closing;

/// <summary>A stretch of time in which a clinic is closed against its file: a storm, a sick anesthetist. Instants are clinic time.</summary>
internal sealed class Closure
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset Until { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who opened the clinic again before the end; null while it stands.</summary>
    public string? LiftedBy { get; set; }
    public DateTimeOffset? LiftedAt { get; set; }
}
