namespace CommsBot.Retention;

/// <summary>Nothing of this conversation, or of anybody on this number, is deleted while it stands. It follows a patient to another number, later or former, as a row that begins with its id.</summary>
internal sealed class LegalHold
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public string? ConversationId { get; init; }
    public string? PhoneHash { get; init; }

    /// <summary>Encrypted at rest.</summary>
    public required string Reason { get; init; }
    public required string By { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
    public string? LiftedBy { get; set; }
    public DateTimeOffset? LiftedAt { get; set; }
}
