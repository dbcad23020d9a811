using CommsBot.Content;

namespace CommsBot.Clinics;

/// <summary>
/// One clinic as its file <c>dialogs/clinics/&lt;id&gt;.yaml</c> describes it: who it is, when it is staffed, what it has said about itself, what it has signed.
/// Read and checked at start; never changed while running. Every instant that goes in or comes out is unambiguous; the clinic's zone is applied here and nowhere else.
/// </summary>
internal sealed record Clinic
{
    public required string Id { get; init; }

    /// <summary>The file as it was read: any other hash is another clinic to whatever was planned by it.</summary>
    public string FileHash { get; init; } = "";

    /// <summary>A clinic that does not exist. Its facts are invented, and a real provider is never called for it.</summary>
    public bool Demonstration { get; init; }

    public required string Name { get; init; }

    /// <summary>What a text begins with. Names no drug, diagnosis or treatment.</summary>
    public required string SmsName { get; init; }

    public required ClinicPhone Phone { get; init; }

    /// <summary>The line answered while the clinic is closed; null when there is none.</summary>
    public ClinicPhone? AfterHoursPhone { get; init; }

    public required Uri Website { get; init; }

    public required Uri PrivacyUrl { get; init; }

    public required Uri TermsUrl { get; init; }

    public required string Address { get; init; }

    public required Zone Zone { get; init; }

    /// <summary>What a clock time of the clinic is labelled with for a reader whose clocks differ: "CT".</summary>
    public required string ZoneLabel { get; init; }

    public required IReadOnlyList<Language> Languages { get; init; }

    public required OpeningHours Hours { get; init; }

    public required TextingHours TextingHours { get; init; }

    /// <summary>The number patients text and are texted from, and the provider's service for it, if one is used.</summary>
    public required ClinicSms Sms { get; init; }

    public required TextCaps TextCaps { get; init; }

    /// <summary>The signed fasting rule; null until a clinician signed one. Without it no cut-off time is ever said.</summary>
    public FastingRule? Fasting { get; init; }

    /// <summary>What the clinic said about itself, by the last part of the placeholder (<c>session</c>, <c>price</c>). Absent: not given.</summary>
    public required IReadOnlyDictionary<string, ClinicFact> Facts { get; init; }

    /// <summary>Who is paged, in this order. Empty is accepted outside Production.</summary>
    public required IReadOnlyList<OnCallPerson> OnCall { get; init; }

    public required Retention Retention { get; init; }

    /// <summary>Websites that may embed this clinic's chat; empty means the installation's setting alone decides.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    public required ClinicFeatures Features { get; init; }

    /// <summary><c>off</c>, <c>understand</c> or <c>join</c>; null leaves it to the installation's setting.</summary>
    public string? ModelMode { get; init; }

    public required ClinicNumbers Numbers { get; init; }

    /// <summary>How long each kind of request may wait for a person, in staffed minutes, by the kind's word; a kind left out has the house's limit.</summary>
    public IReadOnlyDictionary<string, int> AnswerWithin { get; init; } = new Dictionary<string, int>();

    /// <summary>The header of a report's column by what it holds (<see cref="ClinicImportFile.Fields"/>); the usual names are known without.</summary>
    public IReadOnlyDictionary<string, string> ImportColumns { get; init; } = new Dictionary<string, string>();

    /// <summary>The same instant as clocks at the clinic show it.</summary>
    public DateTimeOffset LocalTime(DateTimeOffset instant) => Zone.Local(instant);

    public DateOnly DateOf(DateTimeOffset instant) => Zone.DateOf(instant);

    /// <summary>The instant at which clocks at the clinic show that day and time. Skipped and doubled times by <see cref="Zone"/>'s rule.</summary>
    public DateTimeOffset At(DateOnly date, TimeOnly time) => Zone.At(date, time);

    public bool IsOpen(DateTimeOffset now) => Hours.IsOpen(now);

    /// <inheritdoc cref="OpeningHours.NextOpening"/>
    public DateTimeOffset NextOpening(DateTimeOffset now) => Hours.NextOpening(now);

    /// <inheritdoc cref="OpeningHours.ClosesAt"/>
    public DateTimeOffset? ClosesAt(DateTimeOffset now) => Hours.ClosesAt(now);

    /// <inheritdoc cref="OpeningHours.StaffedMinutesBetween"/>
    public double StaffedMinutesBetween(DateTimeOffset from, DateTimeOffset to) => Hours.StaffedMinutesBetween(from, to);

    /// <summary>The next opening in the patient's words, for "We open {opens}": "today at 9:00 AM", "Monday at 9:00 AM", "el lunes a las 9:00 AM".</summary>
    public string OpensWords(DateTimeOffset now, Language language, MessageForm form) => WhenWords(NextOpening(now), now, language, form);

    /// <summary>The end of the running shift, for "open until {closes}" and "hasta las {closes}": "5:00 PM", "noon", "12 del mediodia". Null while closed.</summary>
    public string? ClosesWords(DateTimeOffset now, Language language, MessageForm form) =>
        ClosesAt(now) is { } closes ? For(form, ClockWords.BareTime(Zone.TimeOf(closes), language)) : null;

    /// <summary>A later moment seen from now, in clinic time: "tomorrow at noon".</summary>
    public string WhenWords(DateTimeOffset moment, DateTimeOffset now, Language language, MessageForm form) =>
        For(form, ClockWords.When(DateOf(now), DateOf(moment), Zone.TimeOf(moment), language));

    /// <summary>
    /// What a placeholder such as <c>clinic.phone</c> or <c>fasting.food</c> says at this clinic; null when the clinic has not given it
    /// (then a text that uses it may not be quoted) or when there is no such placeholder (<see cref="ClinicPlaceholders.Keys"/>).
    /// </summary>
    public string? Fact(string key, Language language, MessageForm form) => ClinicPlaceholders.Of(this, key, language, form);

    /// <summary>The same as a limit, for "Our team will contact you {when}": "by 3:00 PM today", "by noon on Tuesday", "antes de las 3:00 PM de hoy".</summary>
    public string ByWords(DateTimeOffset moment, DateTimeOffset now, Language language, MessageForm form) =>
        For(form, ClockWords.By(DateOf(now), DateOf(moment), Zone.TimeOf(moment), language));

    private static string For(MessageForm form, string words) => form == MessageForm.Sms ? PhoneText.Fold(words) : words;
}
