namespace CommsBot.Patients;

/// <summary>Why somebody must not be texted.</summary>
internal enum BlockReason
{
    Deceased,

    /// <summary>The number belongs to somebody else: it is closed for everybody who has it on file.</summary>
    WrongNumber,
    Asked,

    /// <summary>The practice system does not count the person as a patient any more: merged, moved away, or died.</summary>
    Inactive,
}

/// <summary>One decision of staff that a patient, or a number, is not texted. Kept after it was lifted; no import, update or START changes it.</summary>
internal sealed class ContactBlock
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }

    /// <summary>Whom it protects; null when it closes a number for everybody.</summary>
    public string? PatientId { get; init; }

    /// <summary>The number it closes; null when it protects one patient, whatever the number.</summary>
    public string? PhoneHash { get; init; }
    public required BlockReason Reason { get; init; }
    public required string By { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
    public string? LiftedBy { get; set; }
    public DateTimeOffset? LiftedAt { get; set; }

    /// <summary>Why it was lifted, in the words of who did; encrypted at rest.</summary>
    public string? LiftedFor { get; set; }
}
