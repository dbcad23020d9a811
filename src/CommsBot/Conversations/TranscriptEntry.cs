namespace CommsBot.Conversations;

internal enum Speaker
{
    Patient,
    Bot,
    Staff,
}

/// <summary>
/// One message in or out, in the order of <see cref="Sequence"/>. On the web this row is the delivery: sockets and polls read rows after
/// their watermark. On the phone <see cref="OutboundId"/> leads to what became of the text.
/// </summary>
internal sealed class TranscriptEntry
{
    public required string ConversationId { get; init; }
    public required long Sequence { get; init; }
    public required string ClinicId { get; init; }
    public required Speaker From { get; init; }

    /// <summary>What was said, encrypted at rest.</summary>
    public required string Text { get; set; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One of the outcomes of <c>doors.md</c>; null for patients' and staff's messages.</summary>
    public string? Outcome { get; init; }

    /// <summary>Ids of the curated answers quoted, comma-separated.</summary>
    public string? Answers { get; init; }

    /// <summary>The prompts that had a part in the turn, each with the version of its wording and, when nothing came of it, why; null without a model.</summary>
    public string? Model { get; init; }

    /// <summary>The Bot Framework activity as the channel shows it, JSON, encrypted at rest; null where the text says all.</summary>
    public string? Activity { get; init; }

    /// <summary>The staff member who wrote it.</summary>
    public string? Author { get; init; }
    public string? OutboundId { get; init; }
}
