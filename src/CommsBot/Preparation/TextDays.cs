using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>The patient's calendar of texts: which moments are outside quiet hours, and which days are still free under the caps.</summary>
internal sealed class TextDays
{
    private readonly Zone zone;
    private readonly TextingHours hours;
    private readonly TextCaps caps;
    private readonly List<DateOnly> taken;

    public TextDays(Zone zone, TextingHours hours, TextCaps caps, IEnumerable<DateTimeOffset> texts)
    {
        this.zone = zone;
        this.hours = hours;
        this.caps = caps;
        taken = [.. texts.Select(zone.DateOf)];
    }

    public void Take(DateTimeOffset moment) => taken.Add(zone.DateOf(moment));

    /// <summary>The first moment in the stretch at which a text may leave and its day is free, with that much room until the stretch or the lawful hours end; null when there is none.</summary>
    public DateTimeOffset? First(DateTimeOffset from, DateTimeOffset until, TimeSpan room)
    {
        if (until - from < room) return null;
        var last = zone.DateOf(until);
        for (var day = zone.DateOf(from); day <= last; day = day.AddDays(1))
        {
            var opens = zone.At(day, hours.FromOn(day));
            var closes = zone.At(day, hours.Until);
            var start = opens > from ? opens : from;
            var end = closes < until ? closes : until;
            if (end - start >= room && IsFree(day)) return start;
        }
        return null;
    }

    private bool IsFree(DateOnly day)
    {
        if (taken.Count(one => one == day) >= caps.PerDay) return false;
        for (var first = day.AddDays(-6); first <= day; first = first.AddDays(1))
        {
            var last = first.AddDays(6);
            if (taken.Count(one => one >= first && one <= last) >= caps.PerWeek) return false;
        }
        return true;
    }
}
