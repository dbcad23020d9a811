using CommsBot.Settings;
using CommsBot.Staff.SignIn;

namespace CommsBot.Staff;

/// <summary>Section <c>Staff</c>.</summary>
internal sealed class StaffSettings : ISettings
{
    private const int LongestIdle = 60;

    /// <summary>Minutes without a key or click after which a console locks its screen, 1 to 60. Default: 10.</summary>
    public int IdleLockMinutes { get; set; } = 10;

    /// <summary>Sign-in at the organization's own provider. Unset: local accounts.</summary>
    public OidcSettings Oidc { get; set; } = new();

    public IEnumerable<string> Faults(StartContext start)
    {
        if (IdleLockMinutes is < 1 or > LongestIdle) yield return $"Staff:IdleLockMinutes must be from 1 to {LongestIdle}.";
        foreach (var fault in Oidc.Faults(start)) yield return $"Staff:Oidc:{fault}";
    }
}
