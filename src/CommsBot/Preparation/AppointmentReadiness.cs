using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>How ready appointments are, read from their rows. The face of this slice for the API and the board.</summary>
internal static class AppointmentReadiness
{
    private static readonly MessageState[] NotLeft = [MessageState.Planned, MessageState.Held, MessageState.Withdrawn, MessageState.Expired];

    /// <param name="now">Clinic time.</param>
    public static async Task<Readiness> OfAsync(ClinicDb db, Clinic clinic, Appointment visit, DateTimeOffset now, CancellationToken ct = default) =>
        (await OfManyAsync(db, clinic, [visit], now, ct))[visit.Id];

    /// <summary>By appointment id, for visits of one clinic.</summary>
    public static async Task<IReadOnlyDictionary<string, Readiness>> OfManyAsync(
        ClinicDb db, Clinic clinic, IReadOnlyList<Appointment> visits, DateTimeOffset now, CancellationToken ct = default)
    {
        var ids = visits.Select(visit => visit.Id).ToList();
        var left = await db.Outbound
            .Where(m => m.ClinicId == clinic.Id && ids.Contains(m.AppointmentId!) && m.Class == MessageClass.Plan && !NotLeft.Contains(m.State))
            .Select(m => new { m.AppointmentId, m.PlanVersion }).Distinct().ToListAsync(ct);
        var tasks = await db.Handoffs
            .Where(h => h.ClinicId == clinic.Id && ids.Contains(h.AppointmentId!) && h.State != HandoffState.Closed)
            .Select(h => new { h.AppointmentId, h.Reason, h.Summary }).ToListAsync(ct);
        return visits.ToDictionary(visit => visit.Id, visit => Readiness.Of(
            Facts(clinic, visit, left.Any(m => m.AppointmentId == visit.Id && m.PlanVersion == visit.PlanVersion),
                [.. tasks.Where(task => task.AppointmentId == visit.Id).SelectMany(task => Reasons(task.Reason, task.Summary)).Distinct()]), now));
    }

    private static ReadinessFacts Facts(Clinic clinic, Appointment visit, bool anyLeft, IReadOnlyList<string> openTasks)
    {
        var seen = VisitRows.VisitOf(visit);
        return new ReadinessFacts(seen, FastTimes.Of(seen, clinic).Times?.FoodUntil, anyLeft, visit.UnderstoodVersion == visit.PlanVersion,
            openTasks, clinic.Numbers.AtRiskHours, NeedsFast: seen.Mode != PreparationMode.None);
    }

    // A call task that several things joined names each of them in its packet.
    private static IEnumerable<string> Reasons(string? reason, string summary)
    {
        var named = Packet.Read(summary).Where(field => field.Name == "Why").SelectMany(field => field.Value?.Split('\n') ?? []).ToList();
        return named.Count > 0 ? named : [reason ?? "open-task"];
    }
}
