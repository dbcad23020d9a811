using CommsBot.Conversations;

namespace CommsBot.Outbox;

/// <summary>Whoever carries one channel's messages: a provider, or nobody while it is off.</summary>
internal interface ITextCarrier
{
    Channel Channel { get; }

    CarrierLimits Limits { get; }

    /// <summary>Why this clinic's texts cannot leave at all, in one word; null when they can.</summary>
    string? OffReason(string clinicId);

    /// <summary>One call, never repeated in here. Never throws for what a network or a provider can do.</summary>
    Task<PostOutcome> PostAsync(OutgoingText text, SendFence fence);

    /// <summary>The clinic's own texts to that number that the provider created at or after that machine time; null when it could not be asked.</summary>
    Task<IReadOnlyList<CarriedText>?> FindAsync(string clinicId, string to, DateTimeOffset createdFrom);

    /// <summary>What the provider knows of one text; null when it could not be asked.</summary>
    Task<CarriedText?> FetchAsync(string sid);

    /// <summary>Whether the words of a text shall not stay with the provider once it is delivered.</summary>
    bool Redacts { get; }

    /// <summary>Takes the words of a text off the provider's books; true also when the provider does not know it any more.</summary>
    Task<bool> RedactAsync(string sid);

    /// <summary>Removes the whole record of a text, sent or received, at the provider; true also when it is not there.</summary>
    Task<bool> DeleteAsync(string sid);
}

/// <param name="PerSecond">How many texts may leave one clinic's number in a second.</param>
/// <param name="Timeout">How long one call may take.</param>
/// <param name="Settle">How long after a doubtful call the provider is searched before "not found" counts.</param>
internal sealed record CarrierLimits(int PerSecond, TimeSpan Timeout, TimeSpan Settle)
{
    /// <summary>How long a claim lasts: two calls and a little.</summary>
    public TimeSpan Lease => (2 * Timeout) + TimeSpan.FromSeconds(5);

    /// <summary>Messages to the same recipient leave one after the other, because readers see the order they arrive in.</summary>
    public bool OneAtATime { get; init; }

    /// <summary>False: the provider tells nothing about a message afterwards, so what is in doubt stays unknown and nobody waits for receipts.</summary>
    public bool CanBeAsked { get; init; } = true;
}

/// <param name="ValiditySeconds">For how long the provider may still try; 1 to 36,000.</param>
/// <param name="Activity">The message as the channel takes it, JSON; null where the body says all.</param>
internal sealed record OutgoingText(string OutboxId, string ClinicId, string To, string Body, int ValiditySeconds, string? Activity = null);

/// <summary>A text as the provider has it. <paramref name="Status"/> is the provider's word; <paramref name="CreatedAt"/> its own clock.</summary>
internal sealed record CarriedText(string Sid, string Status, string? ErrorCode, string Body, DateTimeOffset CreatedAt);

/// <summary>What one call to the provider came to.</summary>
internal abstract record PostOutcome
{
    private PostOutcome()
    {
    }

    /// <summary>The provider has it.</summary>
    internal sealed record Accepted(string Sid, string Status) : PostOutcome;

    /// <summary>A definite no; the code decides what follows.</summary>
    internal sealed record Refused(string Code) : PostOutcome;

    /// <summary>Surely not accepted, through no fault of the text: it may be tried again.</summary>
    internal sealed record NotProcessed(string Why, TimeSpan? RetryAfter = null) : PostOutcome;

    /// <summary>It may or may not have been accepted.</summary>
    internal sealed record Unknown(string Why) : PostOutcome;
}
