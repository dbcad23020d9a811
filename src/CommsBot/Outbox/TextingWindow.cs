using CommsBot.Clinics;

namespace CommsBot.Outbox;

/// <summary>When a planned text may leave: inside the lawful hours, and at most so many on a day and on seven days in a row.</summary>
internal static class TextingWindow
{
    private const int DaysAhead = 8;

    /// <param name="sent">Instants at which this number got planned texts; older than a week does not matter.</param>
    /// <returns>Clinic time, now or later; null when no moment within a week is free.</returns>
    public static DateTimeOffset? NextMoment(LawfulHours hours, TextCaps caps, DateTimeOffset now, IEnumerable<DateTimeOffset> sent)
    {
        var zone = hours.Home;
        var days = sent.GroupBy(zone.DateOf).ToDictionary(day => day.Key, day => day.Count());
        foreach (var (opens, _) in hours.Between(now, zone.At(zone.DateOf(now).AddDays(DaysAhead), TimeOnly.MinValue)))
        {
            var day = zone.DateOf(opens);
            if (days.GetValueOrDefault(day) >= caps.PerDay) continue;
            if (Enumerable.Range(0, 7).Sum(back => days.GetValueOrDefault(day.AddDays(-back))) >= caps.PerWeek) continue;
            return opens.ToUniversalTime();
        }

        return null;
    }
}
