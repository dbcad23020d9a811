namespace CommsBot.Handoff.Identity;

internal enum CodeState
{
    Open,
    Used,

    /// <summary>Typed wrongly too often.</summary>
    Spent,
    Expired,

    /// <summary>A newer one was sent, or the conversation was proven otherwise.</summary>
    Replaced,
}

/// <summary>A one-time code that was texted to a number on file. Only its keyed hash is kept, and the text that carries it is emptied once it is over.</summary>
internal sealed class IdentityCode
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required string ConversationId { get; init; }
    public required string TicketId { get; init; }
    public required string PatientId { get; init; }
    public required string Hash { get; init; }
    public required string OutboundId { get; init; }
    public required string SentBy { get; init; }

    /// <summary>Clinic time, as the patient was told the minutes.</summary>
    public required DateTimeOffset SentAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public int WrongTries { get; set; }
    public CodeState State { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
