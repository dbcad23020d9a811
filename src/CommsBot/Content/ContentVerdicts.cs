namespace CommsBot.Content;

/// <summary>A clinician read this wording and wants it changed; it is not approved, and whoever edits it reads why.</summary>
internal sealed class ContentReturn
{
    public long Id { get; init; }
    public required string ContentId { get; init; }
    public required string Language { get; init; }
    public required string Hash { get; init; }
    public required string By { get; init; }

    /// <summary>Never about a patient.</summary>
    public required string Reason { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>This exact wording was found wrong after patients read it: it is not said again on any node, whatever was approved before.</summary>
internal sealed class ContentRecall
{
    public long Id { get; init; }
    public required string ContentId { get; init; }
    public required string Language { get; init; }
    public required string Form { get; init; }
    public required string Hash { get; init; }
    public required string By { get; init; }
    public required string Reason { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
}
