namespace CommsBot.Patients;

/// <summary>Somebody who acts for a patient, as staff recorded it with proof. Only what is ticked works, and only until the end. Name, number, relation and proof are encrypted at rest.</summary>
internal sealed class Caregiver
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required string PatientId { get; init; }
    public required string Name { get; init; }
    public required string Phone { get; init; }
    public required string PhoneHash { get; init; }

    /// <summary>Mother, husband, neighbour; in the words of who recorded it.</summary>
    public required string Relation { get; init; }

    /// <summary>The legal guardian: who alone is texted about a patient under 18.</summary>
    public required bool IsGuardian { get; init; }

    /// <summary>Texts about visits go to this number in the patient's place, and its replies count.</summary>
    public required bool GetsTexts { get; init; }

    /// <summary>The number is told when the visit is when it asks.</summary>
    public required bool HearsFacts { get; init; }

    /// <summary>What staff saw or heard that allows it.</summary>
    public required string Proof { get; init; }

    /// <summary>Clinic time at which staff last confirmed the number.</summary>
    public required DateTimeOffset ConfirmedAt { get; set; }

    /// <summary>Clinic time from which it holds no more; null until staff end it.</summary>
    public DateTimeOffset? Until { get; init; }
    public required string By { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who ended it, or that its time was over; null while it stands.</summary>
    public string? EndedBy { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
