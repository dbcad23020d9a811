using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace CommsBot.Patients;

/// <summary>
/// A phone number that could receive a text in the clinic's country plan (United States with its territories, and Canada).
/// <see cref="ToString"/> is masked on purpose: a number in a log is a leak. Use <see cref="E164"/> where the number itself is needed.
/// </summary>
internal sealed record PhoneNumber
{
    private static readonly PhoneNumberUtil Plan = PhoneNumberUtil.GetInstance();
    private static readonly PhoneNumberToTimeZonesMapper ZonesByCode = PhoneNumberToTimeZonesMapper.GetInstance();
    private static readonly HashSet<string> Regions = ["US", "PR", "VI", "GU", "AS", "MP", "CA"];

    private PhoneNumber(string e164) => E164 = e164;

    /// <summary>The number as <c>+12815550100</c>.</summary>
    public string E164 { get; }

    /// <summary>The number as a patient reads it, <c>(281) 555-0100</c>.</summary>
    public string National => Plan.Format(Plan.Parse(E164, "US"), PhoneNumberFormat.NATIONAL);

    /// <summary>IANA names of the zones its area code lies in, at most two; none where it does not say. Whoever has the number may live elsewhere.</summary>
    public IReadOnlyList<string> ZoneIds => ZonesByCode.GetTimeZonesForNumber(Plan.Parse(E164, "US")) is { Count: <= 2 } zones ? zones : []; // else all of North America

    /// <summary>Of a Canadian area code.</summary>
    public bool IsCanadian => Plan.GetRegionCodeForNumber(Plan.Parse(E164, "US")) == "CA";

    /// <summary>Reads a number as people type it. False for anything that cannot be texted: toll-free, premium, foreign, too short.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40) return false;
        try
        {
            var parsed = Plan.Parse(text, "US");
            if (parsed.HasExtension || !Plan.IsValidNumber(parsed)) return false;
            if (!Regions.Contains(Plan.GetRegionCodeForNumber(parsed) ?? "")) return false;
            if (Plan.GetNumberType(parsed) is PhoneNumberType.TOLL_FREE or PhoneNumberType.PREMIUM_RATE or PhoneNumberType.PERSONAL_NUMBER) return false;
            number = new PhoneNumber(Plan.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    /// <summary>For numbers from settings, content and our own rows.</summary>
    /// <exception cref="FormatException">The text is not such a number.</exception>
    public static PhoneNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException("Not a US phone number that can receive texts.");

    /// <summary>Masked: only the last two digits.</summary>
    public override string ToString() => $"+*********{E164[^2..]}";
}
