using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;

namespace CommsBot.Outbox;

/// <summary>What holds a message at the moment of sending; declared in claim order, most urgent first. The table is in the gate of this folder.</summary>
internal enum MessageClass
{
    Safety,
    Page,
    Consent,
    Staff,
    Notice,
    Reply,
    Plan,
}

internal enum MessageState
{
    Planned,
    Held,
    Sending,
    InDoubt,
    Sent,
    Delivered,
    Undelivered,
    Failed,
    Withdrawn,
    Expired,
    NeedsReview,
}

/// <summary>
/// A text that a provider must carry. The row is written before anything is called; every change of <see cref="State"/> names the state
/// and the attempt it starts from, so that two workers cannot both act on it.
/// </summary>
internal sealed class OutboundMessage
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required MessageClass Class { get; init; }
    public MessageState State { get; set; }

    /// <summary>Whose carrier takes it.</summary>
    public Channel Channel { get; init; } = Channel.Sms;

    /// <summary>The recipient: a phone number, or our id of a Bot Service conversation; encrypted at rest.</summary>
    public required string To { get; init; }
    public required string ToHash { get; init; }

    /// <summary>Encrypted at rest.</summary>
    public required string Body { get; set; }

    /// <summary>The message as the channel takes it (JSON), encrypted at rest; null where the body says all.</summary>
    public string? Activity { get; init; }
    public Language Language { get; set; }
    public string? ConversationId { get; init; }
    /// <summary>The ownership of the conversation under which the bot said it; null for what no ownership holds back.</summary>
    public long? OwnerToken { get; init; }
    public string? AppointmentId { get; init; }

    /// <summary>What the person must have agreed to be texted about; asked of a plan only, where null means preparation.</summary>
    public ConsentPurpose? Purpose { get; init; }

    /// <summary>The preparation step; null for anything but a plan.</summary>
    public string? Step { get; init; }
    public int PlanVersion { get; set; }

    /// <summary>The protocol's words a clinician signed, as their hash: by it a recall finds who received which version. Null for what is not of a protocol.</summary>
    public string? WordsHash { get; set; }

    /// <summary>Unique: a turn that runs again, or a plan made twice, writes each message once.</summary>
    public required string UniqueKey { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Clinic time of the last useful moment; null when it is never too late.</summary>
    public DateTimeOffset? NotAfter { get; set; }

    /// <summary>The digits the text asks for, e.g. <c>123</c>; null when no reply is awaited.</summary>
    public string? Expects { get; init; }
    public string? Answer { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    public int Attempt { get; set; }
    public string? Worker { get; set; }

    /// <summary>Machine time. While sending: until when the worker may touch the provider. In doubt: from when "not found" means "never accepted".</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Machine time at which the latest call to the provider began.</summary>
    public DateTimeOffset? PostingAt { get; set; }

    /// <summary>Machine time before which it is not looked at again: planned, the back-off; in doubt, the next search; sent, the next question for a receipt.</summary>
    public DateTimeOffset? NotBefore { get; set; }
    public string? ProviderSid { get; set; }

    /// <summary>Clinic time at which the provider accepted it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why it is where it is, in one word (opted-out, no-consent, moved, 30003 ...).</summary>
    public string? Reason { get; set; }
}

/// <summary>One call to the provider, kept for ever: who tried, when (machine time), and what came of it.</summary>
internal sealed class OutboundAttempt
{
    public long Id { get; init; }
    public required string MessageId { get; init; }
    public required int Attempt { get; init; }
    public required string Worker { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Outcome { get; set; }
}

/// <summary>One status callback or poll result; unique by SID and status, so that a repeated receipt changes nothing.</summary>
internal sealed class DeliveryEvent
{
    public long Id { get; init; }
    public required string ProviderSid { get; init; }
    public required string Status { get; init; }
    public string? ErrorCode { get; init; }
    public required DateTimeOffset At { get; init; }
}
