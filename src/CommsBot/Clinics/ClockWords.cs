using CommsBot.Content;

namespace CommsBot.Clinics;

/// <summary>
/// Days and clock times as patients read them. "12:00 AM" and "12:00 PM" do not exist: people read them both ways. Noon and midnight are said in words,
/// and a cut-off between 9 PM and 6 AM names the night it belongs to. Spanish is written with accents; a text message folds them (<see cref="PhoneText.Fold"/>).
/// Spanish times carry their article ("las 9:00 AM", "la 1:00 PM") so that "a", "de", "hasta" and "después de" can stand before them.
/// </summary>
internal static class ClockWords
{
    private static readonly TimeOnly NightFrom = new(21, 0);
    private static readonly TimeOnly NightUntil = new(6, 0);

    private static readonly string[] EnglishDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] SpanishDays = ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"];
    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] SpanishMonths =
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    /// <summary>"Tuesday", "martes".</summary>
    public static string DayName(DayOfWeek day, Language language) => (language == Language.Spanish ? SpanishDays : EnglishDays)[(int)day];

    /// <summary>"Tue, Mar 16"; "martes 16 de marzo".</summary>
    public static string Day(DateOnly date, Language language) => language == Language.Spanish
        ? $"{SpanishDays[(int)date.DayOfWeek]} {date.Day} de {SpanishMonths[date.Month - 1]}"
        : $"{Short(date.DayOfWeek)}, {EnglishMonths[date.Month - 1][..3]} {date.Day}";

    /// <summary>The same for texts, where every letter counts: "Tue, Mar 16"; "martes 16 mar".</summary>
    public static string ShortDay(DateOnly date, Language language) => language == Language.Spanish
        ? $"{SpanishDays[(int)date.DayOfWeek]} {date.Day} {SpanishMonths[date.Month - 1][..3]}"
        : Day(date, language);

    /// <summary>"9:00 AM", "noon", "midnight"; "las 9:00 AM", "la 1:00 PM", "mediodía", "la medianoche". For a time whose day is already said.</summary>
    public static string Time(TimeOnly time, Language language)
    {
        if (language == Language.English) return IsMidnight(time) ? "midnight" : BareTime(time, language);
        if (IsMidnight(time)) return "la medianoche";
        if (time is { Hour: 12, Minute: 0 }) return "mediodía";
        return (time.Hour % 12 == 1 ? "la " : "las ") + BareTime(time, language);
    }

    /// <summary>The same without an article, for wording that brings its own: "5:00 PM", "12 del mediodía".</summary>
    public static string BareTime(TimeOnly time, Language language)
    {
        if (time is { Hour: 12, Minute: 0 }) return language == Language.Spanish ? "12 del mediodía" : "noon";
        if (IsMidnight(time)) return language == Language.Spanish ? "12 de la noche" : "midnight";
        return $"{(time.Hour + 11) % 12 + 1}:{time.Minute:00} {(time.Hour < 12 ? "AM" : "PM")}";
    }

    /// <summary>
    /// A moment by which something must have happened, with its day and no way to be read as the wrong night: "midnight Monday night",
    /// "1:00 AM Tue (Monday night)", "10:00 PM Monday night", "noon Tuesday", "7:00 AM Tue".
    /// <paramref name="label"/> is the clinic's zone ("CT"), given when the reader's clocks differ; it follows the time.
    /// </summary>
    public static string Cutoff(DateOnly date, TimeOnly time, Language language, string? label = null)
    {
        var evening = IsMidnight(time) || time < NightUntil ? date.AddDays(-1) : date;
        var night = DayName(evening.DayOfWeek, language);
        var clock = Time(time, language) + (label is null ? "" : " " + label);
        if (language == Language.Spanish)
        {
            var day = DayName(date.DayOfWeek, language);
            if (IsMidnight(time)) return $"{clock} del {night} al {day}";
            if (time < NightUntil) return $"{clock} del {day[..3]} (noche del {night})";
            return time >= NightFrom ? $"{clock} (noche del {night})" : $"{clock} del {day}";
        }
        if (IsMidnight(time) || time >= NightFrom) return $"{clock} {night} night";
        if (time < NightUntil) return $"{clock} {Short(date.DayOfWeek)} ({night} night)";
        return time is { Hour: 12, Minute: 0 } ? $"{clock} {night}" : $"{clock} {Short(date.DayOfWeek)}";
    }

    /// <summary>When a later moment is, seen from now: "today at 9:00 AM", "tomorrow at noon", "Monday at 9:00 AM", past six days "Mon, Dec 7 at 9:00 AM".</summary>
    public static string When(DateOnly today, DateOnly date, TimeOnly time, Language language)
    {
        var ahead = date.DayNumber - today.DayNumber;
        var clock = Time(time, language);
        if (language == Language.Spanish)
            return ahead switch
            {
                0 => $"hoy a {clock}",
                1 => $"mañana a {clock}",
                <= 6 => $"el {DayName(date.DayOfWeek, language)} a {clock}",
                _ => $"el {Day(date, language)} a {clock}",
            };
        return ahead switch
        {
            0 => $"today at {clock}",
            1 => $"tomorrow at {clock}",
            <= 6 => $"{DayName(date.DayOfWeek, language)} at {clock}",
            _ => $"{Day(date, language)} at {clock}",
        };
    }

    /// <summary>Until when something will have happened, seen from now: "by noon today", "by 3:00 PM on Tuesday"; "antes de las 3:00 PM de hoy".</summary>
    public static string By(DateOnly today, DateOnly date, TimeOnly time, Language language)
    {
        var ahead = date.DayNumber - today.DayNumber;
        var clock = Time(time, language);
        if (language == Language.Spanish)
        {
            var until = clock == "mediodía" ? "antes del mediodía" : $"antes de {clock}";
            return ahead switch
            {
                0 => $"{until} de hoy",
                1 => $"{until} de mañana",
                <= 6 => $"{until} del {DayName(date.DayOfWeek, language)}",
                _ => $"{until} del {Day(date, language)}",
            };
        }

        return ahead switch
        {
            0 => $"by {clock} today",
            1 => $"by {clock} tomorrow",
            <= 6 => $"by {clock} on {DayName(date.DayOfWeek, language)}",
            _ => $"by {clock} on {Day(date, language)}",
        };
    }

    private static bool IsMidnight(TimeOnly time) => time is { Hour: 0, Minute: 0 };

    private static string Short(DayOfWeek day) => EnglishDays[(int)day][..3];
}
