namespace CommsBot.Content;

/// <summary>A clinician's signature under one exact wording: it holds for this hash of the text, until the given day.</summary>
internal sealed class ContentApproval
{
    public long Id { get; init; }
    public required string ContentId { get; init; }
    public required string Language { get; init; }
    public required string Form { get; init; }
    public required string Hash { get; init; }
    public required string Clinician { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset Until { get; init; }
}
