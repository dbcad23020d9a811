namespace CommsBot.Staff.Queue;

/// <summary>One line of the queue: one patient, with the most urgent ticket and what else waits for the same person.</summary>
/// <param name="Id">The ticket it opens; null for a visit that asks nothing of anybody yet.</param>
/// <param name="Visit">When the patient comes, within the next 24 hours.</param>
/// <param name="Unverified">The name was typed on the website and nobody has checked it.</param>
public sealed record QueueRow(
    string Key, string? Id, string Kind, string Patient, string Channel, bool Spanish, string Waiting, string? HoursLeft, bool Raised, string? ClaimedBy, bool Mine,
    string Need, string Clinic, string? Also, string? ConversationId)
{
    public required string ClinicId { get; init; }
    public string? Visit { get; init; }
    public string? Readiness { get; init; }
    public string? Snoozed { get; init; }

    /// <summary>Which of its tickets nobody has, while somebody has another; null where all are somebody's, or none is.</summary>
    public string? Free { get; init; }

    /// <summary>Who has some of it, as it is shown; null when nobody has any.</summary>
    public string? Holders { get; init; }

    /// <summary>From whom whoever has it took it over; null when it changed hands in another way.</summary>
    public string? TakenFrom { get; init; }
    public bool Unverified { get; init; }

    /// <summary>The patient wrote since whoever has it last looked.</summary>
    public bool NewWords { get; init; }

    /// <summary>Grows whenever something new happens to it.</summary>
    public long Stamp { get; init; }

    /// <summary>Grows with every note of it that names the reader and was not looked at; 0 without one.</summary>
    public long MentionStamp { get; init; }

    public bool Mentioned => MentionStamp > 0;

    /// <summary>Something of it waits for the reader: nobody has all of it, or the reader has some.</summary>
    public bool Asks => ClaimedBy is null || Mine;
}

/// <summary>The rows of one band.</summary>
internal sealed record QueueBand(string Name, string Key, IReadOnlyList<QueueRow> Rows)
{
    public const string Danger = "danger";

    /// <summary>What was put off.</summary>
    public const string Resting = "resting";
}

/// <summary>The queue as one person sees it.</summary>
/// <param name="Stamps">By row: when something new happened to it last; the same object as long as nothing changed.</param>
internal sealed record PersonalQueue(IReadOnlyList<QueueBand> Bands, IReadOnlyDictionary<string, long> Stamps);
