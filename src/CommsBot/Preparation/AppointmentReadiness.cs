using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>How ready appointments are, read from their rows. The face of this slice for the API and the board.</summary>
internal sealed class AppointmentReadiness(PreparationContent content)
{
    /// <summary>Said on a number without naming a visit, these take ready back from whoever has it: "I ate", a symptom, no driver.</summary>
    private static readonly HandoffKind[] TakesReadyBack = [HandoffKind.Crisis, HandoffKind.Emergency, HandoffKind.Clinical, HandoffKind.Adverse, HandoffKind.Call];

    private static readonly MessageState[] NotLeft = [MessageState.Planned, MessageState.Held, MessageState.Withdrawn, MessageState.Expired];

    /// <param name="now">Clinic time.</param>
    public async Task<Readiness> OfAsync(ClinicDb db, Clinic clinic, Appointment visit, DateTimeOffset now, CancellationToken ct = default) =>
        (await OfManyAsync(db, clinic, [visit], now, ct))[visit.Id];

    /// <summary>By appointment id, for visits of one clinic.</summary>
    public Task<IReadOnlyDictionary<string, Readiness>> OfManyAsync(
        ClinicDb db, Clinic clinic, IReadOnlyList<Appointment> visits, DateTimeOffset now, CancellationToken ct = default) =>
        ReadAsync(db, clinic, visits, now, _ => null, ct);

    /// <summary>The same for visits that may be over: what was open when each began counts, not what came or was done since.</summary>
    public Task<IReadOnlyDictionary<string, Readiness>> AtStartAsync(ClinicDb db, Clinic clinic, IReadOnlyList<Appointment> visits, DateTimeOffset now, CancellationToken ct = default) =>
        ReadAsync(db, clinic, visits, now, visit => visit.StartsAt < now ? visit.StartsAt : null, ct);

    /// <param name="over">When the visit began, for one that is over.</param>
    private async Task<IReadOnlyDictionary<string, Readiness>> ReadAsync(
        ClinicDb db, Clinic clinic, IReadOnlyList<Appointment> visits, DateTimeOffset now, Func<Appointment, DateTimeOffset?> over, CancellationToken ct)
    {
        var ids = visits.Select(visit => visit.Id).ToList();
        var left = await db.Outbound
            .Where(m => m.ClinicId == clinic.Id && ids.Contains(m.AppointmentId!) && m.Class == MessageClass.Plan && !NotLeft.Contains(m.State))
            .Select(m => new { m.AppointmentId, m.PlanVersion }).Distinct().ToListAsync(ct);
        var numbers = await NumbersAsync(db, clinic.Id, [.. visits.Select(visit => visit.PatientId).Distinct()], now, ct);
        var hashes = numbers.SelectMany(known => known).Distinct().ToList();
        // Null where none is over: no closed task is then read.
        var first = visits.Select(over).Min();
        var tasks = await db.Handoffs
            .Where(h => h.ClinicId == clinic.Id && (h.State != HandoffState.Closed || h.ClosedAt > first)
                && (ids.Contains(h.AppointmentId!) || (h.AppointmentId == null && hashes.Contains(h.PhoneHash!) && h.UniqueKey == null && TakesReadyBack.Contains(h.Kind))))
            .Select(h => new { h.AppointmentId, h.PhoneHash, h.Reason, h.Summary, h.WaitingSince, h.State, h.ClosedAt }).ToListAsync(ct);
        return visits.ToDictionary(visit => visit.Id, visit => Readiness.Of(
            Facts(clinic, visit, content.For(visit.Protocol, null), left.Any(m => m.AppointmentId == visit.Id && m.PlanVersion == visit.PlanVersion),
                [.. tasks.Where(task => over(visit) is { } began ? task.WaitingSince < began && !(task.ClosedAt <= began) : task.State != HandoffState.Closed)
                    .Where(task => task.AppointmentId is { } id ? id == visit.Id : numbers[visit.PatientId].Contains(task.PhoneHash))
                    .SelectMany(task => Reasons(task.Reason, task.Summary)).Distinct()]), now));
    }

    /// <summary>By patient: the own number and those of everybody who acts for them. "He ate at seven" is as true in a mother's text.</summary>
    private static async Task<ILookup<string, string?>> NumbersAsync(ClinicDb db, string clinicId, IReadOnlyList<string> people, DateTimeOffset now, CancellationToken ct)
    {
        var own = await db.Patients.Where(p => people.Contains(p.Id)).Select(p => new { p.Id, p.PhoneHash }).ToListAsync(ct);
        var caring = await Caregivers.Standing(db, clinicId, now).Where(c => people.Contains(c.PatientId)).Select(c => new { Id = c.PatientId, c.PhoneHash }).ToListAsync(ct);
        return own.Concat(caring).ToLookup(known => known.Id, known => (string?)known.PhoneHash);
    }

    private static ReadinessFacts Facts(Clinic clinic, Appointment visit, Protocol? protocol, bool anyLeft, IReadOnlyList<string> openTasks)
    {
        var seen = VisitRows.VisitOf(visit);
        var fasts = protocol?.Fasting is not null;
        return new ReadinessFacts(seen, fasts ? FastTimes.Of(seen, clinic).Times?.FoodUntil : null, anyLeft, visit.UnderstoodVersion == visit.PlanVersion,
            openTasks, clinic.Numbers.AtRiskHours, NeedsFast: fasts && seen.Mode != PreparationMode.None)
        {
            NeedsAnswer = !fasts && seen.Mode != PreparationMode.None,
            NeedsDriver = protocol?.NeedsDriver != false,
        };
    }

    // A call task that several things joined names each of them in its packet.
    private static IEnumerable<string> Reasons(string? reason, string summary)
    {
        var named = Packet.Read(summary).Where(field => field.Name == "Why").SelectMany(field => field.Value?.Split('\n') ?? []).ToList();
        return named.Count > 0 ? named : [reason ?? "open-task"];
    }
}
