using CommsBot.Patients;

namespace CommsBot.Outbox;

/// <summary>Which numbers the clinics text: those of the United States. Canada shares the country code, costs more, and is let in by a setting.</summary>
internal sealed class TextableNumbers(SpendingSettings settings)
{
    public const string Reason = "canadian-number";

    /// <summary>Ends a sentence that begins with the number's field; null when it may be texted.</summary>
    public string? WhyNot(PhoneNumber number) => number.IsCanadian && !settings.Canada ? "is a Canadian number; this clinic texts US numbers only" : null;

    /// <summary>The same for a person at the desk.</summary>
    public string? Refusal(string? typed) => PhoneNumber.TryParse(typed, out var number) && WhyNot(number) is { } why ? $"This {why}." : null;
}
