using static CommsBot.Clinics.Moments;

namespace CommsBot.Clinics;

/// <summary>A stretch of one day during which the clinic is staffed, in clock time at the clinic. Never reaches over midnight.</summary>
internal readonly record struct Shift(TimeOnly From, TimeOnly Until);

/// <summary>A day that differs from its weekday: a holiday (no shifts) or a day with hours of its own.</summary>
internal sealed record SpecialDay(DateOnly Date, IReadOnlyList<Shift> Shifts, LocalText? Name);

/// <summary>Instants between which the clinic is closed whatever its file says.</summary>
internal readonly record struct ClosedTime(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Something from the one moment to the other, or at the one where both are the same, falls into it.</summary>
    public bool Overlaps(DateTimeOffset from, DateTimeOffset until) => from < Until && (From <= from || From < until);
}

/// <summary>When the clinic is staffed. Answers in instants; lunch breaks, holidays and the odd nights of the year are its business alone.</summary>
internal sealed class OpeningHours(Zone zone, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<Shift>> week, IReadOnlyDictionary<DateOnly, SpecialDay> special)
{
    private const int LongestSearchDays = 400;

    private volatile IReadOnlyList<ClosedTime> closed = [];

    public IReadOnlyDictionary<DayOfWeek, IReadOnlyList<Shift>> Week => week;

    public IReadOnlyDictionary<DateOnly, SpecialDay> Special => special;

    /// <summary>Times at which staff closed the clinic against its file: a storm, a sick anesthetist. The one thing that changes while running.</summary>
    public IReadOnlyList<ClosedTime> Closed
    {
        get => closed;
        set => closed = value;
    }

    /// <summary>The end of the closure that holds at that moment; null when there is none.</summary>
    public DateTimeOffset? ClosedUntil(DateTimeOffset at) => closed.Where(one => one.From <= at && at < one.Until).Max(one => (DateTimeOffset?)one.Until);

    /// <summary>A closure holds at the first of these moments, or begins before the second.</summary>
    public bool IsClosedBetween(DateTimeOffset from, DateTimeOffset until) => closed.Any(one => one.Overlaps(from, until));

    /// <summary>The shifts of that day, in order; none on a closed day.</summary>
    public IReadOnlyList<Shift> On(DateOnly date)
    {
        var shifts = special.TryGetValue(date, out var day) ? day.Shifts : week.GetValueOrDefault(date.DayOfWeek, []);
        return closed.Aggregate(shifts, (left, one) => [.. left.SelectMany(shift => Outside(date, shift, one))]);
    }

    private IEnumerable<Shift> Outside(DateOnly date, Shift shift, ClosedTime one)
    {
        var (from, until) = (zone.At(date, shift.From), zone.At(date, shift.Until));
        if (one.Until <= from || until <= one.From)
        {
            yield return shift;
            yield break;
        }

        if (from < one.From) yield return shift with { Until = zone.TimeOf(one.From) };
        if (one.Until < until) yield return shift with { From = zone.TimeOf(one.Until) };
    }

    public bool IsOpen(DateTimeOffset now) => ClosesAt(now) is not null;

    /// <summary>The end of the running shift (so noon before a lunch break); null while closed.</summary>
    public DateTimeOffset? ClosesAt(DateTimeOffset now)
    {
        var date = zone.DateOf(now);
        foreach (var shift in On(date))
        {
            var until = zone.At(date, shift.Until);
            if (now < until && now >= zone.At(date, shift.From)) return until;
        }
        return null;
    }

    /// <summary>The next moment after <paramref name="now"/> at which a shift begins; while open, that of the following shift.</summary>
    /// <exception cref="InvalidOperationException">No shift begins within 400 days; a clinic's file with opening hours cannot say so.</exception>
    public DateTimeOffset NextOpening(DateTimeOffset now)
    {
        var today = zone.DateOf(now);
        for (var ahead = 0; ahead <= LongestSearchDays; ahead++)
        {
            var date = today.AddDays(ahead);
            foreach (var shift in On(date))
            {
                var from = zone.At(date, shift.From);
                if (from > now) return from;
            }
        }
        throw new InvalidOperationException("The clinic has no opening hours in the coming 400 days.");
    }

    /// <summary>Staffed minutes from one instant to a later one; 0 when the second is not later.</summary>
    public double StaffedMinutesBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from) return 0;
        var minutes = 0.0;
        var last = zone.DateOf(to);
        for (var date = zone.DateOf(from); date <= last; date = date.AddDays(1))
            foreach (var shift in On(date))
            {
                var begin = Later(zone.At(date, shift.From), from);
                var end = Earlier(zone.At(date, shift.Until), to);
                if (end > begin) minutes += (end - begin).TotalMinutes;
            }
        return minutes;
    }

    /// <summary>The instant at which that many staffed minutes have passed; the clinic's closures and breaks do not count.</summary>
    public DateTimeOffset AfterStaffedMinutes(DateTimeOffset from, double minutes)
    {
        var at = IsOpen(from) ? from : NextOpening(from);
        while (true)
        {
            var closes = ClosesAt(at)!.Value;
            if ((closes - at).TotalMinutes >= minutes) return at.AddMinutes(minutes);
            minutes -= (closes - at).TotalMinutes;
            at = NextOpening(closes.AddTicks(-1));
        }
    }

    /// <summary>
    /// The last instant from which at least that many staffed minutes remain before the deadline: for a fast that begins Monday at 1:00 AM
    /// and 60 minutes, Friday an hour before closing. Null when the 60 days before hold too few.
    /// </summary>
    public DateTimeOffset? LatestWithStaffedMinutes(double minutes, DateTimeOffset deadline)
    {
        var day = zone.DateOf(deadline);
        for (var back = 0; back <= 60; back++)
        {
            var date = day.AddDays(-back);
            foreach (var shift in On(date).Reverse())
            {
                var begin = zone.At(date, shift.From);
                var end = Earlier(zone.At(date, shift.Until), deadline);
                if (end <= begin) continue;
                var inShift = (end - begin).TotalMinutes;
                if (inShift >= minutes) return end.AddMinutes(-minutes);
                minutes -= inShift;
            }
        }
        return null;
    }
}
