using CommsBot.Clinics;

namespace CommsBot.Handoff;

/// <summary>When somebody who was not reached is called again.</summary>
internal static class CallAgain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    /// <summary>After an hour of the clinic's time (its own number of minutes), or sooner and with a page when no such hour is left before the deadline.</summary>
    /// <param name="deadline">Clinic time by which the call must have been made; null when there is none.</param>
    public static (DateTimeOffset At, bool Page) When(Clinic clinic, DateTimeOffset now, DateTimeOffset? deadline)
    {
        var minutes = clinic.Numbers.StaffedMinutesBeforeStep;
        var at = clinic.Hours.AfterStaffedMinutes(now, minutes);
        return deadline is { } by && clinic.StaffedMinutesBetween(at, by) < minutes ? (now + Soon, true) : (at, false);
    }
}
