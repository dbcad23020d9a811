using CommsBot.Content;

namespace CommsBot.Clinics;

/// <summary>The weekly opening hours in one line: "Monday to Friday 8:00 AM to noon and 1:00 PM to 5:00 PM, Saturday 9:00 AM to 1:00 PM".</summary>
internal static class HoursWords
{
    private static readonly DayOfWeek[] Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static string Of(OpeningHours hours, Language language)
    {
        var parts = new List<string>();
        for (var first = 0; first < Week.Length; first++)
        {
            var shifts = On(hours, first);
            if (shifts.Count == 0) continue;
            var last = first;
            while (last + 1 < Week.Length && On(hours, last + 1).SequenceEqual(shifts)) last++;
            parts.Add($"{Days(Week[first], Week[last], language)} {Times(shifts, language)}");
            first = last;
        }
        return string.Join(", ", parts);
    }

    private static IReadOnlyList<Shift> On(OpeningHours hours, int day) => hours.Week.GetValueOrDefault(Week[day], []);

    private static string Days(DayOfWeek first, DayOfWeek last, Language language)
    {
        var from = ClockWords.DayName(first, language);
        return first == last ? from : $"{from} {(language == Language.Spanish ? "a" : "to")} {ClockWords.DayName(last, language)}";
    }

    private static string Times(IReadOnlyList<Shift> shifts, Language language) =>
        string.Join(language == Language.Spanish ? " y " : " and ", shifts.Select(shift => language == Language.Spanish
            ? $"de {ClockWords.Time(shift.From, language)} a {ClockWords.Time(shift.Until, language)}"
            : $"{ClockWords.Time(shift.From, language)} to {ClockWords.Time(shift.Until, language)}"));
}
