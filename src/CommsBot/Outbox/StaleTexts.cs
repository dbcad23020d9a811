using CommsBot.Appointments;
using CommsBot.Consent;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// A text of a plan that is gone: its visit was moved, cancelled or closed since. Withdrawing takes back what is planned at that moment; what was with the
/// provider then may come back later, and must neither leave again nor be read out on the phone. Whoever must hear of the change is told by a text of its own.
/// </summary>
internal static class StaleTexts
{
    public const string Reason = "superseded";

    public static bool Is(OutboundMessage text, int planVersion, AppointmentStatus status) =>
        text is { Step: not null, Purpose: not ConsentPurpose.CheckIn } && (text.PlanVersion != planVersion || (text.Class == MessageClass.Plan && status != AppointmentStatus.Booked));

    public static async Task<bool> IsAsync(ClinicDb db, OutboundMessage text)
    {
        if (text is not { AppointmentId: { } id, Step: not null }) return false;
        var visit = await db.Appointments.Where(a => a.ClinicId == text.ClinicId && a.Id == id).Select(a => new { a.PlanVersion, a.Status }).FirstOrDefaultAsync();
        return visit is not null && Is(text, visit.PlanVersion, visit.Status);
    }
}
