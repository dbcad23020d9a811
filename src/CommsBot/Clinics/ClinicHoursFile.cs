namespace CommsBot.Clinics;

/// <summary>Reads the parts of a clinic's file that speak of time: zone, opening hours, special days, texting hours.</summary>
internal static class ClinicHoursFile
{
    private static readonly Zone Unreadable = Clinics.Zone.Find("Etc/UTC")!;
    private static readonly DayOfWeek[] Week = Enum.GetValues<DayOfWeek>();

    public static Zone Zone(YamlItem item)
    {
        var zone = Clinics.Zone.Find(item.Required("zone"));
        if (zone is null && item.Text("zone") is { Length: > 0 } text) item.Fault("zone", $"must be an IANA time zone like America/Chicago, not '{text}'");
        return zone ?? Unreadable;
    }

    public static OpeningHours Hours(YamlItem item, Zone zone)
    {
        var week = new Dictionary<DayOfWeek, IReadOnlyList<Shift>>();
        var hours = item.Map("hours");
        if (hours is not null)
        {
            foreach (var day in Week) week[day] = Shifts(hours, day.ToString().ToLowerInvariant());
            hours.RefuseUnknown();
        }
        if (week.Values.All(shifts => shifts.Count == 0)) item.Fault("hours", "must say when the clinic is open on at least one day");
        return new OpeningHours(zone, week, Special(item));
    }

    public static TextingHours Texting(YamlItem item)
    {
        var texting = item.Map("textingHours");
        if (texting is null) return TextingHours.Default;
        var hours = new TextingHours(
            texting.Time("from") ?? TextingHours.Default.From,
            texting.Time("sundayFrom") ?? TextingHours.Default.SundayFrom,
            texting.Time("until") ?? TextingHours.Default.Until);
        if (hours.From < new TimeOnly(8, 0)) texting.Fault("from", "must not be before 08:00");
        if (hours.SundayFrom < hours.From) texting.Fault("sundayFrom", "must not be before from");
        if (hours.Until > new TimeOnly(21, 0)) texting.Fault("until", "must not be after 21:00");
        if (hours.Until <= hours.SundayFrom) texting.Fault("until", "must be after sundayFrom");
        texting.RefuseUnknown();
        return hours;
    }

    private static Dictionary<DateOnly, SpecialDay> Special(YamlItem item)
    {
        var days = new Dictionary<DateOnly, SpecialDay>();
        foreach (var day in item.Maps("specialDays"))
        {
            var date = day.Date("date");
            if (date is null && day.Text("date") is null) day.Fault("date", "is missing");
            var shifts = Shifts(day, "hours");
            var closed = day.Switch("closed", false);
            if (closed == shifts.Count > 0) day.Fault("closed", "a special day is either closed or has hours");
            var special = new SpecialDay(date ?? default, shifts, LocalText.Read(day, "name"));
            day.RefuseUnknown();
            if (date is not null && !days.TryAdd(date.Value, special)) day.Fault("date", $"{date:yyyy-MM-dd} stands there twice");
        }
        return days;
    }

    private static List<Shift> Shifts(YamlItem item, string key)
    {
        var shifts = new List<Shift>();
        foreach (var text in item.Texts(key))
        {
            var ends = text.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length == 2 && YamlItem.ParseTime(ends[0]) is { } from && YamlItem.ParseTime(ends[1]) is { } until && from < until)
                shifts.Add(new Shift(from, until));
            else
                item.Fault(key, $"'{text}' must be a stretch of one day like 08:00-12:00");
        }
        for (var at = 1; at < shifts.Count; at++)
            if (shifts[at].From < shifts[at - 1].Until) item.Fault(key, "the stretches of a day must follow one another without overlap");
        return shifts;
    }
}
