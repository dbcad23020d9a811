namespace CommsBot.Staff;

/// <summary>Who did or read what, append-only. Holds ids, never names, numbers or words of patients.</summary>
internal sealed class AuditEvent
{
    public long Id { get; init; }
    public required string ClinicId { get; init; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }

    /// <summary>Machine time.</summary>
    public required DateTimeOffset At { get; init; }
}
