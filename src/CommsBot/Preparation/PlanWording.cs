using System.Text.RegularExpressions;
using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>Fills a protocol's wording with one visit's values and makes it a text for the phone: the clinic's name first, GSM-7, at most two segments.</summary>
internal sealed partial class PlanWording(Clinic clinic, Protocol protocol, Visit visit, PlanPatient patient, FastTimes? fast)
{
    private const int TwoSegments = 306;
    private const int LongestName = 30;

    private readonly Language language = patient.Language;

    /// <summary>Placeholders of visit and patient; the clinic's own are <see cref="ClinicPlaceholders.Keys"/>.</summary>
    public static readonly IReadOnlySet<string> Keys =
        new HashSet<string> { "hi", "first", "driver", "visit.day", "visit.time", "series.days", "arrive.time", "food.until", "clear.until" };

    /// <summary>The text for the phone. The greeting and the driver's name are the first things to go when it would not fit two segments.</summary>
    public string Body(LocalText wording, bool withNotice)
    {
        var text = Body(wording, withNotice, names: true);
        return PhoneText.Length(text) <= TwoSegments ? text : Body(wording, withNotice, names: false);
    }

    /// <summary>The wording with its values in, without the clinic's name before it. A placeholder without a value stays visible; the protocol's check refuses those.</summary>
    public string Fill(string wording, bool names = true) =>
        PhoneText.Fold(Placeholder().Replace(wording, match => Value(match.Groups[1].Value, names) ?? match.Value));

    /// <summary>What whoever phones says instead of the text: all but the digits it asks for at its end.</summary>
    public static string Said(string body) => Digits().Replace(body, "");

    /// <summary>The name as a text may say it: letters, spaces, apostrophes and hyphens, at most 30; null when it is anything else.</summary>
    public static string? SayableName(string? name)
    {
        var plain = PhoneText.Fold(name?.Trim() ?? "");
        if (plain.Length is 0 or > LongestName || !plain.All(letter => char.IsLetter(letter) || letter is ' ' or '\'' or '-')) return null;
        return PhoneText.Length(plain) is null ? null : plain;
    }

    private string Body(LocalText wording, bool withNotice, bool names) =>
        $"{clinic.SmsName}: {Fill(wording.In(language), names)}{(withNotice ? " " + PhoneText.Fold(protocol.Notice.In(language)) : "")}";

    private string Hi() => SayableName(patient.FirstName) is { } name ? (language == Language.Spanish ? $"Hola {name}. " : $"Hi {name}. ") : "";

    private string? Value(string key, bool names) => key switch
    {
        "hi" => names ? Hi() : "",
        "first" => SayableName(patient.FirstName) ?? "",
        "driver" => (names ? SayableName(visit.DriverName) : null) ?? (language == Language.Spanish ? "un adulto" : "an adult"),
        "visit.day" => ClockWords.ShortDay(clinic.DateOf(visit.StartsAt), language),
        "visit.time" => Clock(visit.StartsAt),
        "series.days" => visit.Series is { } series ? Days(series) : ClockWords.ShortDay(clinic.DateOf(visit.StartsAt), language),
        "arrive.time" => Clock(visit.StartsAt.AddMinutes(-clinic.Numbers.ArriveEarlyMinutes)),
        "food.until" => fast is null ? null : Cutoff(fast.FoodUntil),
        "clear.until" => fast is null ? null : ClearUntil(fast.ClearUntil),
        _ => clinic.Fact(key, language, MessageForm.Sms),
    };

    /// <summary>On the day of the visit its clock time says enough, unless it falls into the night.</summary>
    private string ClearUntil(DateTimeOffset moment)
    {
        var local = clinic.LocalTime(moment);
        return clinic.DateOf(moment) == clinic.DateOf(visit.StartsAt) && local.Hour is >= 6 and < 21 ? Clock(moment) : Cutoff(moment);
    }

    private string Clock(DateTimeOffset moment) =>
        ClockWords.Time(clinic.Zone.TimeOf(moment), language) + (Label() is { } label ? " " + label : "");

    private string Days(SeriesPlace series) =>
        $"{ClockWords.ShortDay(clinic.DateOf(series.First), language)} {(language == Language.Spanish ? "al" : "to")} {ClockWords.ShortDay(clinic.DateOf(series.Last), language)}";

    private string Cutoff(DateTimeOffset moment) => ClockWords.Cutoff(clinic.DateOf(moment), clinic.Zone.TimeOf(moment), language, Label());

    private string? Label() => patient.Zone is null || patient.Zone.AgreesWith(clinic.Zone, visit.StartsAt) ? null : clinic.ZoneLabel;

    [GeneratedRegex(@"\s+(?:Reply|Responda) 1\b.*$", RegexOptions.Singleline)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\{([a-zA-Z.]+)\}")]
    public static partial Regex Placeholder();
}
