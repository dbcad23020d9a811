using CommsBot.Settings;

namespace CommsBot.Staff;

/// <summary>Section <c>Staff</c>.</summary>
internal sealed class StaffSettings : ISettings
{
    private const int LongestIdle = 60;

    /// <summary>Minutes without a key or click after which a console locks its screen, 1 to 60. Default: 10.</summary>
    public int IdleLockMinutes { get; set; } = 10;

    public IEnumerable<string> Faults(StartContext start)
    {
        if (IdleLockMinutes is < 1 or > LongestIdle) yield return $"Staff:IdleLockMinutes must be from 1 to {LongestIdle}.";
    }
}
