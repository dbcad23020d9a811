using CommsBot.Clinics;

namespace CommsBot.Tests.Preparation;

/// <summary>Every zone a patient in the United States may live in that keeps time in a way of its own.</summary>
internal static class UsZones
{
    public static IReadOnlyList<Zone> All { get; } =
    [
        .. new[]
        {
            "America/New_York", "America/Detroit", "America/Indiana/Indianapolis", "America/Kentucky/Louisville", "America/Chicago", "America/Menominee",
            "America/North_Dakota/Center", "America/Denver", "America/Boise", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/Juneau",
            "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
        }.Select(id => Zone.Find(id)!),
    ];
}
