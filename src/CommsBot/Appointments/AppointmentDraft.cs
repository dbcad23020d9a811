using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Patients;

namespace CommsBot.Appointments;

/// <summary>An appointment as an integration states it, checked. What is null was not said and leaves what is known as it is.</summary>
internal sealed record AppointmentDraft
{
    public required PatientDraft Patient { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public int? DurationMinutes { get; init; }
    public required string Protocol { get; init; }
    public required AppointmentStatus Status { get; init; }
    public ConsentDraft? Consent { get; init; }
    public ScreenDraft? Screen { get; init; }
    public PreparationDraft? Preparation { get; init; }
}

/// <param name="Id">The integration's own id of the person.</param>
internal sealed record PatientDraft(string? Id, string FirstName, string? LastName, PhoneNumber Phone)
{
    public DateOnly? BirthDate { get; init; }
    public Language? Language { get; init; }

    /// <summary>IANA name.</summary>
    public string? TimeZone { get; init; }
    public string? ContactMode { get; init; }

    /// <summary>A call needs an interpreter; null when nothing was said.</summary>
    public bool? Interpreter { get; init; }

    /// <summary>The practice system says that the patient died or is not one any more.</summary>
    public BlockReason? Stop { get; init; }
}

/// <param name="At">Clinic time at which it was given; null when a report says yes and not since when: no newer than anything else that was said.</param>
internal sealed record ConsentDraft(string Text, DateTimeOffset? At, string Method);

/// <param name="State"><c>cleared</c> or <c>held</c>.</param>
internal sealed record ScreenDraft(string State, string SetBy);

/// <param name="Mode"><c>standard</c>, <c>individual</c> or <c>none</c>.</param>
internal sealed record PreparationDraft(string Mode, DateTimeOffset? FoodUntil, DateTimeOffset? ClearLiquidsUntil, string? SetBy);
