using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Ownership ends when its owner gives no sign: neither a word nor an open page of the conversation. The lease runs in clinic time, because what it
/// measures is how long a patient is left with somebody who is not there. A task that no conversation of its owner holds has a lease of its own: its
/// <see cref="HandoffTicket.ClaimedAt"/>.
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

    /// <summary>The owner of a task without a conversation looks at it.</summary>
    public async Task RenewAsync(HandoffTicket seen, string name, CancellationToken ct)
    {
        var now = clock.UtcNow;
        if (seen.State != HandoffState.Claimed || seen.ClaimedBy != name || now - seen.ClaimedAt < RenewAfter) return;
        await store.Write(async db =>
        {
            var ticket = await db.Handoffs.AsTracking().SingleAsync(h => h.Id == seen.Id, ct);
            if (ticket.State == HandoffState.Claimed && ticket.ClaimedBy == name) ticket.ClaimedAt = now;
        }, ct);
    }

    /// <summary>What lapsed goes back to the queue.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await LookAtTasksAsync(ct);
        var now = clock.UtcNow;
        foreach (var id in await LapsedAsync(now, ct))
            if (await store.Write(db => ReleaseAsync(db, id, now), ct) is { } clinic) changes.Publish(new Change(clinic, id));
    }

    private async Task<List<string>> LapsedAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = store.Read();
        return await db.Conversations.Where(c => c.OwnedUntil <= now).Select(c => c.Id).Take(100).ToListAsync(ct);
    }

    private async Task LookAtTasksAsync(CancellationToken ct)
    {
        var now = clock.UtcNow;
        foreach (var clinic in clinics.All)
        {
            if (!await AnyLapsedAsync(clinic, now, ct)) continue;
            var talks = await store.Write(db => RequeueAsync(db, clinic, now), ct);
            foreach (var talk in talks) changes.Publish(new Change(clinic.Id, talk));
        }
    }

    private async Task<bool> AnyLapsedAsync(Clinic clinic, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = store.Read();
        return await LapsedTasks(db, clinic, now).AnyAsync(ct);
    }

    private async Task<List<string?>> RequeueAsync(ClinicDb db, Clinic clinic, DateTimeOffset now)
    {
        var lapsed = await LapsedTasks(db, clinic, now).AsTracking().ToListAsync();
        foreach (var ticket in lapsed)
        {
            AuditLog.Add(db, clinic.Id, "service", "ownership.lapsed", ticket.Id, machine.GetUtcNow());
            Ownership.Requeue(ticket, now);
        }

        return [.. lapsed.Select(ticket => ticket.ConversationId).Distinct()];
    }

    // What its owner put off rests in peace: nobody is to act on it until then.
    private static IQueryable<HandoffTicket> LapsedTasks(ClinicDb db, Clinic clinic, DateTimeOffset now)
    {
        var since = now - LengthAt(clinic);
        return db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.State == HandoffState.Claimed && h.ClaimedAt <= since && (h.SnoozedUntil == null || h.SnoozedUntil <= now)
            && (h.ConversationId == null || !db.Conversations.Any(c => c.Id == h.ConversationId && c.Owner == h.ClaimedBy)));
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
