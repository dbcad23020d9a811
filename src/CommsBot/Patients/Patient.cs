using CommsBot.Content;

namespace CommsBot.Patients;

/// <summary>A person the clinic has on file. Several may share one phone.</summary>
internal sealed class Patient
{
    public const int Majority = 18;

    public required string Id { get; init; }
    public required string ClinicId { get; init; }

    /// <summary>The clinic's own number for the person, encrypted at rest; null when the integration gave none.</summary>
    public string? ExternalId { get; set; }
    public string? ExternalIdHash { get; set; }

    /// <summary>Encrypted at rest, as all of the person's data.</summary>
    public required string FirstName { get; set; }
    public string? LastName { get; set; }
    public required string Phone { get; set; }
    public required string PhoneHash { get; set; }

    /// <summary>ISO date; decides whether a guardian must be written to.</summary>
    public string? BirthDate { get; set; }
    public Language? Language { get; set; }

    /// <summary>IANA zone of the person, for quiet hours; null means the clinic's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>How the person is reached: one of <see cref="ContactModes"/>; null: by phone and by text.</summary>
    public string? ContactMode { get; set; }

    /// <summary>A call needs an interpreter; null while nobody said.</summary>
    public bool? Interpreter { get; set; }

    /// <summary>Set by staff only (deceased, wrong number, asked); survives imports and START.</summary>
    public bool DoNotContact { get; set; }

    /// <summary>Clinic time at which patient or staff last confirmed the number; appointment facts go out for 180 days after it.</summary>
    public DateTimeOffset? PhoneConfirmedAt { get; set; }

    /// <summary>Under 18, also in the hours in which a birthday has come in one zone and not in another.</summary>
    /// <param name="now">Clinic time.</param>
    public bool IsMinorAt(DateTimeOffset now) => DateOnly.TryParseExact(BirthDate, "yyyy-MM-dd", out var born) && IsMinorAt(born, now);

    /// <inheritdoc cref="IsMinorAt(DateTimeOffset)"/>
    public static bool IsMinorAt(DateOnly born, DateTimeOffset now) => born.AddYears(Majority) > DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12));
}
