using CommsBot.Clinics;

namespace CommsBot.Outbox;

/// <summary>When a planned text may leave: inside the texting hours on the patient's clock, and at most so many on a day and on seven days in a row.</summary>
internal static class TextingWindow
{
    private const int DaysAhead = 8;

    /// <param name="sent">Instants at which this number got planned texts; older than a week does not matter.</param>
    /// <returns>Clinic time, now or later; null when no moment within a week is free.</returns>
    public static DateTimeOffset? NextMoment(TextingHours hours, TextCaps caps, Zone zone, DateTimeOffset now, IEnumerable<DateTimeOffset> sent)
    {
        var days = sent.GroupBy(zone.DateOf).ToDictionary(day => day.Key, day => day.Count());
        var today = zone.DateOf(now);
        for (var day = today; day < today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            var opens = zone.At(day, hours.FromOn(day));
            var moment = opens > now ? opens : now;
            if (moment >= zone.At(day, hours.Until)) continue;
            if (days.GetValueOrDefault(day) >= caps.PerDay) continue;
            if (Enumerable.Range(0, 7).Sum(back => days.GetValueOrDefault(day.AddDays(-back))) >= caps.PerWeek) continue;
            return moment.ToUniversalTime();
        }

        return null;
    }
}
