using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Caring;

/// <summary>Ends what was recorded for a while, as its time is over: with the plans, in one transaction. The gate asks the same at the moment of sending.</summary>
internal sealed class CaregiverEnds(ClinicStore store, VisitPlans plans, ClinicClock clock, Changes changes)
{
    private const string TimeOver = "time over";
    private const int AtATime = 50;

    public async Task LookAsync(CancellationToken ct)
    {
        await using (var look = store.Read())
            if (!await Due(look, clock.UtcNow).AnyAsync(ct)) return;
        var ended = await store.Write(async db =>
        {
            var now = clock.UtcNow;
            var due = await Due(db, now).AsTracking().OrderBy(c => c.Until).Take(AtATime).ToListAsync(ct);
            foreach (var line in due) await CaregiverDesk.EndAsync(db, plans, line, TimeOver, now);
            return due.Select(line => line.ClinicId).Distinct().ToList();
        }, ct);
        foreach (var clinic in ended) changes.Publish(new Change(clinic));
    }

    private static IQueryable<Patients.Caregiver> Due(ClinicDb db, DateTimeOffset now) => db.Caregivers.Where(c => c.EndedAt == null && c.Until != null && c.Until <= now);
}
