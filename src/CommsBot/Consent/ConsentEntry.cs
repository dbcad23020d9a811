namespace CommsBot.Consent;

/// <summary>What a person may be texted about. <see cref="All"/> is the provider's opt-out: nothing at all.</summary>
internal enum ConsentPurpose
{
    All,
    Preparation,
    Booking,
    CheckIn,

    /// <summary>A preparation text on each day of a series, beyond the week's cap.</summary>
    DailyTexts,
}

/// <summary>One line of the consent ledger: append-only, newest per purpose decides. The proof is the text the person was shown or wrote.</summary>
internal sealed class ConsentEntry
{
    public long Id { get; init; }
    public required string ClinicId { get; init; }

    /// <summary>Encrypted at rest.</summary>
    public required string Phone { get; init; }
    public required string PhoneHash { get; init; }
    public required ConsentPurpose Purpose { get; init; }
    public required bool Granted { get; init; }

    /// <summary>The words shown when it was given, or the person's own words when it was withdrawn; encrypted at rest.</summary>
    public string? Text { get; init; }

    /// <summary>How: web, web-then-text (said there, counts since the number texted), sms, sms-keyword, sms-words, api, staff, import; a program may say it in words of its own, so it is encrypted at rest.</summary>
    public required string Method { get; init; }
    public required string By { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset At { get; init; }
}
