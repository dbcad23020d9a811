using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>Calls whose moment comes while nobody touches their visit.</summary>
internal sealed class PlannedCalls(ClinicStore store, FastWords fast, Changes changes)
{
    private const int AtATime = 200;

    /// <summary>Calls that say the times, which may have been let go or changed since they were planned.</summary>
    private static readonly CallReason[] SayTimes = [CallReason.FastingUnanswered, CallReason.FastingLate, CallReason.FastingTooLate, CallReason.NotToldInPerson];

    /// <summary>Opens what is due; safe to call as often as one likes, from any node.</summary>
    /// <param name="now">Clinic time.</param>
    public async Task OpenDueAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        while (true)
        {
            await using (var look = store.Read())
                if (!await Due(look, now).AnyAsync(ct)) return;
            var clinics = await store.Write(db => OpenAsync(db, now, ct), ct);
            foreach (var clinic in clinics) changes.Publish(new Change(clinic));
        }
    }

    /// <summary>The first moment after now and not after <paramref name="until"/> at which a call opens; null when there is none. For the simulator's clock.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct = default)
    {
        await using var db = store.Read();
        return await db.PlannedCalls.Where(c => c.State == PlannedCallState.Waiting && c.OpensAt > now && c.OpensAt <= until)
            .OrderBy(c => c.OpensAt).Select(c => (DateTimeOffset?)c.OpensAt).FirstOrDefaultAsync(ct);
    }

    private static IQueryable<PlannedCall> Due(ClinicDb db, DateTimeOffset now) =>
        db.PlannedCalls.Where(c => c.State == PlannedCallState.Waiting && c.OpensAt <= now);

    private async Task<IReadOnlyList<string>> OpenAsync(ClinicDb db, DateTimeOffset now, CancellationToken ct)
    {
        var due = await Due(db, now).AsTracking().OrderBy(c => c.OpensAt).Take(AtATime).ToListAsync(ct);
        foreach (var call in due)
        {
            var visit = await db.Appointments.SingleAsync(a => a.ClinicId == call.ClinicId && a.Id == call.AppointmentId, ct);
            var patient = await db.Patients.SingleAsync(p => p.Id == visit.PatientId, ct);
            await PlanCalls.OpenAsync(db, visit, patient, call, now, SayTimes.Contains(call.Reason) && call.PlanVersion == visit.PlanVersion ? await fast.SayAsync(db, visit, patient, now) : null);
        }

        return [.. due.Select(call => call.ClinicId).Distinct()];
    }
}
