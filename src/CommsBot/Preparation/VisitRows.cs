using CommsBot.Appointments;

namespace CommsBot.Preparation;

/// <summary>A stored appointment as the planner understands it.</summary>
internal static class VisitRows
{
    /// <summary>Who stands as the author of a health screen that the patient answered.</summary>
    public const string Patient = "patient";

    public static Visit VisitOf(Appointment row) => new(row.StartsAt)
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
            "individual" => PreparationMode.Individual,
            "none" => PreparationMode.None,
            _ => PreparationMode.Standard,
        },
        FoodUntil = row.FoodUntil,
        ClearLiquidsUntil = row.ClearLiquidsUntil,
        DriverName = row.Driver,
    };

    public static HealthScreen ScreenOf(Appointment row) => (row.ScreenState, row.ScreenSetBy) switch
    {
        ("cleared", Patient) => HealthScreen.ClearedByPatient,
        ("cleared", _) => HealthScreen.ClearedByStaff,
        ("held", _) => HealthScreen.Held,
        _ => HealthScreen.Unknown,
    };
}
