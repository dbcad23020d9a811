namespace CommsBot.Simulator;

/// <summary>A number that the service texts from, E.164, and the Messaging Service it belongs to, if any.</summary>
public sealed record ClinicLine(string Number, string Name, string? MessagingServiceSid = null);

/// <summary>Everything the stand-ins need to know of the service they stand beside. They reach it through this and through HTTP, never otherwise.</summary>
public sealed record SimulatorHost
{
    /// <summary>All texting numbers; the first is the one a phone texts when it names none.</summary>
    public required Func<IReadOnlyList<ClinicLine>> Lines { get; init; }

    public required string AccountSid { get; init; }

    /// <summary>Signs the webhooks; with <see cref="AccountSid"/> it also opens the API.</summary>
    public required string AuthToken { get; init; }

    /// <summary>A second pair that opens the API; both or neither.</summary>
    public string? ApiKeySid { get; init; }

    public string? ApiKeySecret { get; init; }

    /// <summary>The service's own address as its settings state it: webhooks are posted below it and signed with it. Loopback only.</summary>
    public required Func<Uri> PublicBase { get; init; }

    /// <summary>Clinic time.</summary>
    public required Func<DateTimeOffset> Now { get; init; }

    /// <summary>Sets clinic time to a later moment, from where it goes on at normal speed.</summary>
    public required Action<DateTimeOffset> MoveTo { get; init; }

    /// <summary>
    /// The earliest planned moment that is later than <see cref="Now"/> and not later than the given one; null when there is none.
    /// Besides texts it includes whatever else happens by itself: reminders to staff, call tasks for unanswered texts.
    /// </summary>
    public required Func<DateTimeOffset, Task<DateTimeOffset?>> NextDue { get; init; }

    /// <summary>
    /// Whether every text that is due by now is sent, final or parked, and every text that came in has had its turn.
    /// The clock stands at a due moment until this is true.
    /// </summary>
    public required Func<Task<bool>> Settled { get; init; }

    /// <summary>The same instant as people at the clinic write it; what the phone page shows.</summary>
    public Func<DateTimeOffset, DateTimeOffset> InZone { get; init; } = moment => moment;

    /// <summary>SQLite file of the stand-ins' own state (texts in plain words: demonstrations only); null keeps it in memory.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>Machine time between two delivery states of a text.</summary>
    public TimeSpan DeliveryStep { get; init; } = TimeSpan.FromMilliseconds(60);

    internal ClinicLine? FirstLine => Lines() is [var first, ..] ? first : null;

    internal ClinicLine? Line(string number) => Lines().FirstOrDefault(line => line.Number == number);

    internal ClinicLine? Service(string sid) => Lines().FirstOrDefault(line => line.MessagingServiceSid == sid);
}
