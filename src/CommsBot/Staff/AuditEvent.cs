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

    /// <summary>Its place in the chain, without gaps from 1.</summary>
    public long Number { get; set; }

    /// <summary>The keyed hash over this event and the hash before it; the key stands outside the database.</summary>
    public string Hash { get; set; } = "";
}
