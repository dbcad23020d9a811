using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>A patient said whether an answer helped. The newest word of a conversation about an answer counts.</summary>
internal sealed class Feedback
{
    public required string ConversationId { get; init; }
    public required string AnswerId { get; init; }
    public required string ClinicId { get; init; }
    public required Language Language { get; init; }
    public bool Helped { get; set; }

    /// <summary>Clinic time.</summary>
    public DateTimeOffset At { get; set; }
}
