using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Ownership ends when its owner gives no sign: neither a word nor an open page of the conversation. The lease runs in clinic time, because what it
/// measures is how long a patient is left with somebody who is not there.
/// </summary>
internal sealed class Leases(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, Changes changes)
{
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(1);

    public static TimeSpan LengthAt(Clinic clinic) => TimeSpan.FromMinutes(clinic.Numbers.OwnerLeaseMinutes);

    /// <summary>When the patient last wrote something that waits for an answer and that its owner has not looked at since; else null.</summary>
    public static DateTimeOffset? NewWordsAt(Conversation conversation, Clinic clinic) =>
        conversation.UnansweredSince is not null && conversation.LastPatientAt > conversation.OwnedUntil - LengthAt(clinic) ? conversation.LastPatientAt : null;

    /// <summary>The owner looks at the conversation. Cheap: writes at most once a minute, and when there is something new to look at.</summary>
    public async Task RenewAsync(Conversation seen, string name, CancellationToken ct)
    {
        if (seen.Owner != name || clinics.Find(seen.ClinicId) is not { } clinic) return;
        var until = clock.UtcNow + LengthAt(clinic);
        var isNews = NewWordsAt(seen, clinic) is not null;
        if (until - seen.OwnedUntil < RenewAfter && !isNews) return;
        await store.Write(async db =>
        {
            var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == seen.Id, ct);
            if (conversation.Owner == name && conversation.OwnerToken == seen.OwnerToken) conversation.OwnedUntil = until;
        }, ct);
        if (isNews) changes.Publish(new Change(seen.ClinicId, seen.Id));
    }

    /// <summary>What lapsed goes back to the queue.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var now = clock.UtcNow;
        foreach (var id in await LapsedAsync(now, ct))
            if (await store.Write(db => ReleaseAsync(db, id, now), ct) is { } clinic) changes.Publish(new Change(clinic, id));
    }

    private async Task<List<string>> LapsedAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = store.Read();
        return await db.Conversations.Where(c => c.OwnedUntil <= now).Select(c => c.Id).Take(100).ToListAsync(ct);
    }

    private async Task<string?> ReleaseAsync(ClinicDb db, string id, DateTimeOffset now)
    {
        var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == id);
        if (conversation.OwnedUntil is not { } until || until > now) return null;
        AuditLog.Add(db, conversation.ClinicId, "service", "ownership.lapsed", id, machine.GetUtcNow());
        await Ownership.ReleaseAsync(db, conversation, now);
        return conversation.ClinicId;
    }
}
