namespace CommsBot.Appointments;

internal enum AppointmentStatus
{
    Booked,
    Cancelled,
    Fulfilled,
    NoShow,
}

/// <summary>A visit: an instant plus the clinic's zone. Identified by the clinic's own id, so that a move is a change, not a new visit.</summary>
internal sealed class Appointment
{
    public const string Standard = "standard";
    public const string Individual = "individual";
    public const string Unprepared = "none";

    public required string ClinicId { get; init; }
    public required string Id { get; init; }
    public required string PatientId { get; set; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset StartsAt { get; set; }
    public int? DurationMinutes { get; set; }
    public required string Protocol { get; set; }
    public required AppointmentStatus Status { get; set; }

    /// <summary>Raised by every change that makes older texts wrong; a reply counts only for the current one.</summary>
    public int PlanVersion { get; set; }

    /// <summary><c>unknown</c>, <c>cleared</c> or <c>held</c>, and who said so.</summary>
    public string ScreenState { get; set; } = "unknown";
    public string? ScreenSetBy { get; set; }

    /// <summary><see cref="Standard"/>, <see cref="Individual"/> (own cut-off times) or <see cref="Unprepared"/>, and who said so.</summary>
    public string PreparationMode { get; set; } = Standard;
    public DateTimeOffset? FoodUntil { get; set; }
    public DateTimeOffset? ClearLiquidsUntil { get; set; }
    public string? PreparationSetBy { get; set; }

    /// <summary>The plan version whose fasting text was answered with "understood"; null when none.</summary>
    public int? UnderstoodVersion { get; set; }

    /// <summary>Name of the person who drives home, encrypted at rest.</summary>
    public string? Driver { get; set; }

    /// <summary>Who was told the times in person, encrypted at rest, and which member of staff says so; for <see cref="UnderstoodVersion"/>.</summary>
    public string? ToldTo { get; set; }
    public string? ToldBy { get; set; }

    /// <summary>Its place among visits on consecutive days as its texts say it; null when it stands alone.</summary>
    public string? SeriesKey { get; set; }

    /// <summary>The times to stop eating and drinking as its plan says them; null when it says none.</summary>
    public string? FastKey { get; set; }

    /// <summary>The files and closures its plan was made by; another stamp plans it again.</summary>
    public string? PlanStamp { get; set; }

    /// <summary>A person at the desk wrote it first; the practice system may name it by a number of its own later.</summary>
    public bool TypedAtDesk { get; init; }

    /// <summary>That number; null when our id is the practice system's, or it does not know the visit.</summary>
    public string? SourceId { get; set; }

    /// <summary>Hash of the request that made it so: the same request again changes nothing.</summary>
    public string? RequestHash { get; set; }

    /// <summary>Hash of what a report or the practice system said last, whatever was done here since; null when none did.</summary>
    public string? SourceHash { get; set; }

    /// <summary>A person here cancelled or moved it, and no report has said something new since that was taken over.</summary>
    public bool DecidedHere { get; set; }

    /// <summary>Clinic time at which it last got another start; null when it never did.</summary>
    public DateTimeOffset? MovedAt { get; set; }
}
