using System.Globalization;
using CommsBot.Clinics;

namespace CommsBot.Appointments;

/// <summary>Reads dates and times as reports write them: US or ISO dates, 12 or 24 hours, in clinic time unless an offset stands there.</summary>
internal static class TableMoment
{
    private static readonly string[] Days = ["yyyy-MM-dd", "M/d/yyyy", "M/d/yy", "M-d-yyyy", "yyyy/M/d", "yyyyMMdd", "MMM d, yyyy", "MMMM d, yyyy", "d-MMM-yyyy"];
    private static readonly string[] Times = ["H:mm", "HH:mm", "H:mm:ss", "h:mm tt", "h:mmtt", "h:mm:ss tt", "h tt", "htt", "HHmm", "HHmmss"];

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text.Trim(), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 2200 ? day : null;

    public static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text.Trim().Replace(".", "").ToUpperInvariant(), Times, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var time) ? time : null;

    /// <summary>The instant of one column that holds both; null when it cannot be read, or has no time of day.</summary>
    public static DateTimeOffset? Both(string text, Clinic clinic)
    {
        text = text.Trim();
        if (text.Length > 16 && (text.EndsWith('Z') || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact)) return exact.ToUniversalTime();
        for (var cut = text.IndexOfAny([' ', 'T'], 1); cut > 0; cut = text.IndexOfAny([' ', 'T'], cut + 1))
            if (Day(text[..cut]) is { } day && Time(text[(cut + 1)..]) is { } time) return At(clinic, day, time);
        return null;
    }

    /// <summary>Null when clocks at the clinic never show that time: the hour that is skipped in spring is a mistake in the table.</summary>
    public static DateTimeOffset? At(Clinic clinic, DateOnly day, TimeOnly time)
    {
        var instant = clinic.At(day, time);
        return clinic.LocalTime(instant).TimeOfDay == time.ToTimeSpan() ? instant.ToUniversalTime() : null;
    }
}
