namespace CommsBot.Preparation;

/// <summary>What a patient answered to the check-in after a visit. Several of one patient are the trend that staff see.</summary>
internal sealed class CheckInAnswer
{
    public long Id { get; init; }
    public required string ClinicId { get; init; }
    public required string PatientId { get; init; }
    public required string AppointmentId { get; init; }

    /// <summary>0 (good) to 10 (very bad), as text because it is encrypted at rest; null when only symptoms were named.</summary>
    public string? Score { get; init; }

    /// <summary>One of the symptoms the text names was reported; encrypted at rest: <c>yes</c> or <c>no</c>.</summary>
    public required string Symptoms { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
}
