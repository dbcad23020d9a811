using System.Globalization;

namespace CommsBot.Staff.Figures;

/// <summary>One clinic's day in numbers. Nothing in it is about one patient.</summary>
internal sealed record DayFigures(string Clinic, DateOnly Day)
{
    public int Answered { get; init; }
    public int HandedOver { get; init; }
    public int Unanswered { get; init; }

    /// <summary>Median minutes from a request to the first word of a person; null when nobody wrote.</summary>
    public double? FirstResponseMinutes { get; init; }

    /// <summary>Minutes from a request until a person took, answered or closed it: the median, and within which nine of ten were taken. Null when none was.</summary>
    public double? WaitMinutes { get; init; }
    public double? LongWaitMinutes { get; init; }
    public int StillWaiting { get; init; }
    public int Sent { get; init; }
    public int Delivered { get; init; }
    public int Replied { get; init; }
    public int Visits { get; init; }

    /// <summary>Visits whose present plan the patient said to understand, and those that were ready when they began, both as the board says it.</summary>
    public int Understood { get; init; }
    public int Ready { get; init; }
    public int NoShows { get; init; }
    public int OptOuts { get; init; }

    /// <summary>Patients who said that an answer helped, or did not; then the same of staff.</summary>
    public int Helped { get; init; }
    public int NotHelped { get; init; }
    public int TeamHelped { get; init; }
    public int TeamNotHelped { get; init; }

    public static string File(IReadOnlyList<DayFigures> days)
    {
        var head = CsvLine.Of("clinic", "day", "answered", "handed over", "unanswered", "first response, minutes (median)", "waiting, minutes (median)", "waiting, minutes (90 percent within)", "still waiting",
            "texts sent", "delivered", "replied", "visits", "understood", "ready", "no-shows", "opt-outs", "answer helped", "answer did not help", "team helped", "team did not help");
        return head + string.Concat(days.Select(d => CsvLine.Of(
            [d.Clinic, d.Day.ToString("O", CultureInfo.InvariantCulture), N(d.Answered), N(d.HandedOver), N(d.Unanswered), Minutes(d.FirstResponseMinutes), Minutes(d.WaitMinutes), Minutes(d.LongWaitMinutes), N(d.StillWaiting),
             N(d.Sent), N(d.Delivered), N(d.Replied), N(d.Visits), N(d.Understood), N(d.Ready), N(d.NoShows), N(d.OptOuts), N(d.Helped), N(d.NotHelped), N(d.TeamHelped), N(d.TeamNotHelped)])));

        static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

        static string Minutes(double? minutes) => minutes?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
    }
}
