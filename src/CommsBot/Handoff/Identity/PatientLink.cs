namespace CommsBot.Handoff.Identity;

/// <summary>
/// A conversation was proven to be with a patient on file. Staff see both together as long as it stands; nothing is moved or copied, so undoing it
/// leaves no trace but this line. The conversation's own key shows nothing more because of it.
/// </summary>
internal sealed class PatientLink
{
    /// <summary>The patient typed the code that was texted to the number on file.</summary>
    public const string ByCode = "code";

    /// <summary>A person asked for identifiers by phone.</summary>
    public const string ByPhone = "identifiers";

    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required string ConversationId { get; init; }
    public required string PatientId { get; init; }

    /// <summary><see cref="ByCode"/> or <see cref="ByPhone"/>.</summary>
    public required string Method { get; init; }

    /// <summary>Which identifiers agreed, comma-separated; never their values. Null with a code.</summary>
    public string? Checked { get; init; }

    /// <summary>The person who asked for the code, or who phoned.</summary>
    public required string By { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
    public string? UndoneBy { get; set; }
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>Why, in the words of who undid it; encrypted at rest.</summary>
    public string? UndoneFor { get; set; }
}
