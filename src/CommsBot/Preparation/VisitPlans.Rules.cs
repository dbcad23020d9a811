using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>Plans follow the rules they were made by: the clinic's file, the protocols, and when the clinic is closed.</summary>
internal sealed partial class VisitPlans
{
    public string StampOf(Clinic clinic) =>
        ContentHash.Of([content.FilesHash, clinic.FileHash, .. clinic.Hours.Closed.Select(time => $"{time.From.UtcTicks}-{time.Until.UtcTicks}")]);

    /// <summary>Coming visits, the next first, that were planned by other rules.</summary>
    public IQueryable<Appointment> OfOtherRules(ClinicDb db, Clinic clinic, DateTimeOffset now)
    {
        var stamp = StampOf(clinic);
        return db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.PlanStamp != stamp).OrderBy(a => a.StartsAt);
    }

    /// <summary>Plans one visit by the present rules; somebody else may have done so meanwhile.</summary>
    public async Task FollowRulesAsync(ClinicDb db, Clinic clinic, string visitId, DateTimeOffset now)
    {
        if (await OfOtherRules(db, clinic, now).AsTracking().FirstOrDefaultAsync(a => a.Id == visitId) is not { } visit) return;
        var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
        await RefreshAsync(db, visit, patient, now);
        visit.PlanStamp = StampOf(clinic);
    }
}
