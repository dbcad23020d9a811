using CommsBot.Appointments;

namespace CommsBot.Preparation;

/// <summary>A stored appointment as the planner understands it.</summary>
internal static class VisitRows
{
    /// <summary>Who stands as the author of a health screen that the patient answered.</summary>
    public const string Patient = "patient";

    /// <summary>The same where the patient was first asked, or answered by text, after the screen's deadline.</summary>
    public const string Late = "patient, asked late";

    /// <summary>The patient's yes that came when the visit had times of its own: whoever set them did not know it, so they let nothing go.</summary>
    public const string AfterTimes = "patient, after the times";

    /// <summary>Follows the author where a later day of a series has its screen from the first.</summary>
    public const string FromFirstDay = " (day 1)";

    /// <summary>Follows the author whom another system names: a word, nobody signed in to say it, be it the name of a clinician of ours.</summary>
    public const string FromSystem = " (another system)";

    public static Visit VisitOf(Appointment row, SeriesPlace? series = null) => new(row.StartsAt)
    {
        Status = row.Status switch
        {
            AppointmentStatus.Cancelled => VisitStatus.Cancelled,
            AppointmentStatus.Fulfilled => VisitStatus.Fulfilled,
            AppointmentStatus.NoShow => VisitStatus.NoShow,
            _ => VisitStatus.Booked,
        },
        Screen = ScreenOf(row),
        Mode = row.PreparationMode switch
        {
            Appointment.Individual => PreparationMode.Individual,
            Appointment.Unprepared => PreparationMode.None,
            _ => PreparationMode.Standard,
        },
        FoodUntil = row.FoodUntil,
        ClearLiquidsUntil = row.ClearLiquidsUntil,
        SaidYesAfterTimes = row is { ScreenState: "held", ScreenSetBy: AfterTimes or AfterTimes + FromFirstDay },
        DriverName = row.Driver,
        Series = series,
    };

    /// <summary>The patient said that one of the things applies, by text or to a person; for this visit or the first of its series.</summary>
    public static bool IsOwnYes(Appointment row) => row is { ScreenState: "held", ScreenSetBy: Patient or Patient + FromFirstDay or AfterTimes or AfterTimes + FromFirstDay };

    /// <summary>Holds the fast by the patient's own yes.</summary>
    public static void SayYes(Appointment row) => (row.ScreenState, row.ScreenSetBy) = ("held", row.PreparationMode == Appointment.Individual ? AfterTimes : Patient);

    /// <summary>A clinician sets or takes away the visit's times and knows of the yes.</summary>
    public static void KnowYes(Appointment row) => row.ScreenSetBy = row.ScreenSetBy?.Replace(AfterTimes, Patient, StringComparison.Ordinal);

    /// <summary>The first day's screen holds for a later day of the series; a yes that is news here finds the times of this day as they are.</summary>
    public static void FollowFirstDay(Appointment row, Appointment first)
    {
        if (row.ScreenState != "unknown" && row.ScreenSetBy?.EndsWith(FromFirstDay, StringComparison.Ordinal) != true) return;
        if (IsOwnYes(first))
        {
            if (IsOwnYes(row)) return;
            SayYes(row);
        }
        else (row.ScreenState, row.ScreenSetBy) = (first.ScreenState, first.ScreenSetBy);

        row.ScreenSetBy += FromFirstDay;
    }

    public static HealthScreen ScreenOf(Appointment row) => (row.ScreenState, row.ScreenSetBy) switch
    {
        ("cleared", Patient or Patient + FromFirstDay) => HealthScreen.ClearedByPatient,
        ("cleared", _) => HealthScreen.ClearedByStaff,
        ("held", Late or Late + FromFirstDay) => HealthScreen.AnsweredLate,
        ("held", _) => HealthScreen.Held,
        _ => HealthScreen.Unknown,
    };
}
