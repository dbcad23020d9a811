namespace CommsBot.Conversations;

internal enum InboundState
{
    Stored,
    Done,
    Failed,
}

internal enum InboundKind
{
    /// <summary>A message the patient wrote or tapped.</summary>
    Message,

    /// <summary>The conversation was opened: the bot greets.</summary>
    Opened,
}

/// <summary>
/// A message as the door stored it, waiting for its turn. Unique by <see cref="Provider"/>, <see cref="ClinicId"/> and
/// <see cref="ProviderId"/>: the same message handed in twice is one row.
/// </summary>
internal sealed class InboundMessage
{
    public long Id { get; init; }
    public required string ClinicId { get; init; }
    public required string ConversationId { get; init; }
    public required InboundKind Kind { get; init; }
    public required string Provider { get; init; }
    public required string ProviderId { get; init; }

    /// <summary>The patient's words, up to 20,000 characters, encrypted at rest.</summary>
    public required string Text { get; init; }

    /// <summary>Pictures, voice notes and other things that cannot be read.</summary>
    public int Attachments { get; init; }

    /// <summary>The transcript entry that shows it; 0 for events that are not shown.</summary>
    public long Sequence { get; init; }

    /// <summary>True when the door refused to answer it at length (too long, too many): it is screened, then refused calmly.</summary>
    public bool OverLimit { get; init; }

    /// <summary>The channel's own id of it, which a reply names; null where replies name nothing.</summary>
    public string? ChannelActivityId { get; init; }

    /// <summary>The sender waits for the replies in the answer to its own call, so nothing is sent to it.</summary>
    public bool RepliesInAnswer { get; init; }

    public InboundState State { get; set; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
