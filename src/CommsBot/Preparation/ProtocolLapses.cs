using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>
/// A planned text whose protocol nobody will have signed when it falls due becomes a call while there is a staffed day left for it, and leaves after all
/// when a clinician signs in time.
/// </summary>
internal sealed class ProtocolLapses(VisitPlans plans, ApprovalBook approvals, ClinicStore store, ClinicDirectory clinics, ClinicClock clock, Changes changes)
{
    /// <summary>Held: no clinician signed these words.</summary>
    public const string Unsigned = "not-approved";

    /// <summary>Held for the same reason, and a person was asked to call instead.</summary>
    public const string Called = Gate.Lapsed;

    private const int AtATime = 500;
    private const int LongestClosed = 14;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(LongestClosed + 1);

    /// <summary>A <see cref="PolledWork"/>.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        if (!approvals.MayWithhold) return;
        foreach (var clinic in clinics.All)
            if (await AnyAsync(clinic, ct) && await store.Write(db => FollowAsync(db, clinic, ct), ct)) changes.Publish(new Change(clinic.Id));
    }

    private async Task<bool> AnyAsync(Clinic clinic, CancellationToken ct)
    {
        await using var db = store.Read();
        return (await Open(db, clinic).Select(m => new { m.DueAt, m.WordsHash, m.State, m.Reason }).ToListAsync(ct))
            .Exists(m => IsSigned(m.WordsHash!, m.DueAt) ? m.State == MessageState.Held : m.Reason != Called && MustCall(clinic, m.DueAt));
    }

    private async Task<bool> FollowAsync(ClinicDb db, Clinic clinic, CancellationToken ct)
    {
        var (now, changed) = (clock.UtcNow, false);
        var signed = new HashSet<string>();
        foreach (var text in await Open(db, clinic).AsTracking().ToListAsync(ct))
        {
            if (IsSigned(text.WordsHash!, text.DueAt))
            {
                if (text.State == MessageState.Held) signed.Add(text.AppointmentId!);
            }
            else if (text.Reason != Called && MustCall(clinic, text.DueAt))
            {
                (text.State, text.Reason, changed) = (MessageState.Held, Called, true);
                await LostText.OpenAsync(db, text, Called, now);
            }
        }

        // The plan says what else holds its texts: a health screen, a consent.
        foreach (var visit in await db.Appointments.AsTracking().Where(a => a.ClinicId == clinic.Id && signed.Contains(a.Id)).ToListAsync(ct))
            await plans.RefreshAsync(db, visit, await db.Patients.SingleAsync(p => p.ClinicId == clinic.Id && p.Id == visit.PatientId, ct), now);
        return changed || signed.Count > 0;
    }

    // Words that hold today and do not on the day they are due are as good as unsigned, unless somebody signs meanwhile.
    private bool IsSigned(string wordsHash, DateTimeOffset dueAt)
    {
        var now = clock.UtcNow;
        return approvals.At(now).HoldsWords(wordsHash) && approvals.At(dueAt > now ? dueAt : now).HoldsWords(wordsHash);
    }

    private bool MustCall(Clinic clinic, DateTimeOffset dueAt)
    {
        var day = clinic.DateOf(dueAt).AddDays(-1);
        for (var back = 0; back < LongestClosed && clinic.Hours.On(day).Count == 0; back++) day = day.AddDays(-1);
        return clock.UtcNow >= clinic.At(day, TimeOnly.MinValue);
    }

    private IQueryable<OutboundMessage> Open(ClinicDb db, Clinic clinic)
    {
        var (now, until) = (clock.UtcNow, clock.UtcNow + Ahead);
        return db.Outbound.Where(m => m.ClinicId == clinic.Id && m.Class == MessageClass.Plan && m.WordsHash != null && m.DueAt <= until && m.NotAfter > now
            && (m.State == MessageState.Planned || (m.State == MessageState.Held && (m.Reason == Unsigned || m.Reason == Called)))).OrderBy(m => m.DueAt).Take(AtATime);
    }
}
