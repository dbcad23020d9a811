using System.Collections.Concurrent;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>
/// After a start with other files, and when a clinic closes or opens again, the coming visits are planned by the rules that hold now. Each node does so
/// once for what it sees, so that two nodes with different files do not undo each other's plans for ever.
/// </summary>
internal sealed partial class ChangedRules(VisitPlans plans, ClinicStore store, ClinicDirectory clinics, ClinicClock clock, Changes changes, ILogger<ChangedRules> log)
{
    /// <summary>Visits of one look, so that whatever else is polled does not wait.</summary>
    private const int AtATime = 20;

    private readonly ConcurrentDictionary<string, (string Stamp, ConcurrentQueue<string> Left)> following = new();

    /// <summary>A <see cref="PolledWork"/>.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All)
        {
            var stamp = plans.StampOf(clinic);
            if (!following.TryGetValue(clinic.Id, out var seen) || seen.Stamp != stamp)
            {
                await store.Write(db => CheckIns.FollowHoursAsync(db, clinic, clock.UtcNow), ct);
                following[clinic.Id] = seen = (stamp, await VisitsAsync(clinic, ct));
            }

            await FollowAsync(clinic, seen.Left, ct);
        }
    }

    private async Task<ConcurrentQueue<string>> VisitsAsync(Clinic clinic, CancellationToken ct)
    {
        await using var db = store.Read();
        return new ConcurrentQueue<string>(await plans.OfOtherRules(db, clinic, clock.UtcNow).Select(a => a.Id).ToListAsync(ct));
    }

    private async Task FollowAsync(Clinic clinic, ConcurrentQueue<string> left, CancellationToken ct)
    {
        var done = 0;
        for (; done < AtATime && left.TryDequeue(out var visit); done++)
        {
            try
            {
                await store.Write(db => plans.FollowRulesAsync(db, clinic, visit, clock.UtcNow), ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                // One visit that cannot be planned does not keep the others by rules that are gone.
                Log.NotPlanned(log, clinic.Id, fault);
            }
        }

        if (done > 0) changes.Publish(new Change(clinic.Id));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A visit of clinic {ClinicId} could not be planned by the rules that hold now.")]
        public static partial void NotPlanned(ILogger logger, string clinicId, Exception fault);
    }
}
