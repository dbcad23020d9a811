namespace CommsBot.Handoff;

internal enum LaterState
{
    Waiting,
    Said,

    /// <summary>A person took it back.</summary>
    TakenBack,

    /// <summary>It could not be said: the patient opted out or is not to be contacted, its author left, a colleague speaks with the patient, or danger came between. A ticket asks what to do.</summary>
    Refused,
}

/// <summary>A person's words that the patient shall read at a later moment.</summary>
internal sealed class LaterMessage
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required string TicketId { get; init; }
    public required string ConversationId { get; init; }
    public required string Author { get; init; }

    /// <summary>Encrypted at rest.</summary>
    public required string Text { get; init; }
    public LaterState State { get; set; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
}
