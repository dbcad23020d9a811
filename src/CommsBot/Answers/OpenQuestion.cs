using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>A question nobody wrote an answer for, remembered with names and numbers masked, counted when asked again.</summary>
internal sealed class OpenQuestion
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required Language Language { get; init; }

    /// <summary>The masked question, encrypted at rest.</summary>
    public required string Text { get; init; }

    /// <summary>Keyed hash of the normalised question: the same question groups here.</summary>
    public required string GroupHash { get; init; }
    public int Count { get; set; }
    public bool Open { get; set; } = true;

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; set; }
}
