using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Patients;

namespace CommsBot.Preparation;

/// <summary>
/// Whether a text that says when to stop eating waits for a nurse. The plan holds it by this, and the gate asks again as it leaves: whatever else a text
/// waited for, the end of that does not let the fast go.
/// </summary>
internal sealed class HeldFasts(PreparationContent content, ClinicDirectory clinics)
{
    /// <summary>Held: a yes, an unclear, a late or no answer to the health questions.</summary>
    public const string Screen = "health-screen";

    /// <summary>Held: under the protocol's age.</summary>
    public const string Minor = "minor";

    /// <returns>Why the step's text may not leave, in one word; null for a fast that was let go and for every other step.</returns>
    public string? WhyHeld(Appointment visit, Patient? patient, string step)
    {
        if (content.StepOf(visit.Protocol, step)?.Kind != StepKind.Fasting || content.Find(visit.Protocol) is not { } protocol) return null;
        var born = DateOnly.TryParseExact(patient?.BirthDate, "yyyy-MM-dd", out var day) ? day : (DateOnly?)null;
        return HoldOf(protocol, VisitRows.VisitOf(visit), protocol.IsTooYoung(born, clinics.Find(visit.ClinicId)!.DateOf(visit.StartsAt))) switch
        {
            Hold.HealthScreen => Screen,
            Hold.Minor => Minor,
            _ => null,
        };
    }

    /// <summary>What holds a fasting text, consent aside.</summary>
    public static Hold HoldOf(Protocol protocol, Visit visit, bool isMinor)
    {
        if (visit.IsReleased) return Hold.None;
        if (isMinor) return Hold.Minor;
        return protocol.Screen is null || visit.Screen == HealthScreen.ClearedByPatient ? Hold.None : Hold.HealthScreen;
    }
}
