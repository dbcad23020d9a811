using System.Globalization;

namespace CommsBot.Settings;

/// <summary>
/// Section <c>Processors</c>: the day on which the business associate agreement with a company that can receive patient data was signed.
/// In Production whatever has no date, or a date to come, stays off, and the start says so by name.
/// </summary>
internal sealed class ProcessorSettings(IConfiguration configuration, IHostEnvironment environment)
{
    /// <summary>Every company this service can be set up with.</summary>
    public static readonly IReadOnlyList<string> Known = ["Twilio", "AzureOpenAI", "BotService", "Mail", "Teams", "Webhooks", "Otlp"];

    private const string Day = "BaaSignedOn";

    public bool MayReceivePatientData(string processor, DateTimeOffset now) => WhyOff(processor, now) is null;

    /// <summary>Null when it may receive patient data; else the setting that forbids it.</summary>
    public string? WhyOff(string processor, DateTimeOffset now)
    {
        if (!environment.IsProduction()) return null;
        if (SignedOn(processor) is not { } signed) return $"Processors:{processor}:{Day} is not set";
        return signed > DateOnly.FromDateTime(now.UtcDateTime) ? $"Processors:{processor}:{Day} is a day to come" : null;
    }

    /// <summary>Names that are not ours and days that are none.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var processor in configuration.GetSection("Processors").GetChildren())
        {
            if (!Known.Contains(processor.Key, StringComparer.OrdinalIgnoreCase)) yield return $"{processor.Path} is not a processor; they are {string.Join(", ", Known)}.";
            else if (processor[Day] is { Length: > 0 } && SignedOn(processor.Key) is null) yield return $"{processor.Path}:{Day} must be a day like 2026-11-22.";
        }
    }

    private DateOnly? SignedOn(string processor) =>
        DateOnly.TryParseExact(configuration[$"Processors:{processor}:{Day}"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
