using CommsBot.Clinics;
using static CommsBot.Clinics.Moments;

namespace CommsBot.Preparation;

/// <summary>When a text may leave at the earliest, and its last useful moment.</summary>
internal sealed record Slot(DateTimeOffset Due, DateTimeOffset NotAfter);

/// <summary>Looks for a step's lawful and free moment.</summary>
internal sealed class SlotSearch(Clinic clinic, TextDays days, DateOnly visitDay, DateTimeOffset now)
{
    /// <summary>A text that becomes due this close to its end could not be tried twice.</summary>
    public static readonly TimeSpan Room = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A moment for the step: on its day in its window, else on an earlier day, else (when <paramref name="later"/>) on a later one;
    /// and the same again at any lawful hour, for patients whose day hardly meets the clinic's.
    /// </summary>
    public Slot? Find(ProtocolStep step, DateTimeOffset last, bool later)
    {
        var target = visitDay.AddDays(-step.Send.DaysBefore);
        foreach (var whole in (bool[])[false, true])
        {
            for (var back = step.Send.DaysBefore; back <= step.EarliestDaysBefore; back++)
                if (On(visitDay.AddDays(-back), step, last, whole) is { } due) return new Slot(due, last);
            if (!later) continue;
            for (var day = target.AddDays(1); day <= clinic.DateOf(last); day = day.AddDays(1))
                if (On(day, step, last, whole) is { } due) return new Slot(due, last);
        }
        return null;
    }

    private DateTimeOffset? On(DateOnly day, ProtocolStep step, DateTimeOffset last, bool whole)
    {
        var from = clinic.At(day, whole ? TimeOnly.MinValue : step.Send.From);
        var until = whole ? clinic.At(day.AddDays(1), TimeOnly.MinValue) : clinic.At(day, step.Send.Until);
        return days.First(Later(from, now), Earlier(until, last), Room);
    }
}
