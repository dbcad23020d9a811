using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>The patient's calendar of texts: which moments are outside quiet hours, and which days are still free under the caps.</summary>
internal sealed class TextDays
{
    private readonly LawfulHours lawful;
    private readonly TextCaps caps;
    private readonly List<DateOnly> taken;

    public TextDays(LawfulHours lawful, TextCaps caps, IEnumerable<DateTimeOffset> texts)
    {
        (this.lawful, this.caps) = (lawful, caps);
        taken = [.. texts.Select(lawful.Home.DateOf)];
    }

    public void Take(DateTimeOffset moment) => taken.Add(lawful.Home.DateOf(moment));

    /// <summary>The first moment in the stretch at which a text may leave and its day is free, with that much room until the stretch or the lawful hours end; null when there is none.</summary>
    public DateTimeOffset? First(DateTimeOffset from, DateTimeOffset until, TimeSpan room)
    {
        if (until - from < room) return null;
        foreach (var (opens, closes) in lawful.Between(from, until))
            if (closes - opens >= room && IsFree(lawful.Home.DateOf(opens))) return opens;
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
