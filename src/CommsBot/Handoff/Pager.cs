using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff.Notices;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Pages the on-call people about what nobody has claimed: a crisis, an emergency or a call that can wait for no opening at once and at any hour,
/// anything else once its second limit has passed and while the clinic is staffed. The first person, after the clinic's minutes the next, round and round, until a named person claims the ticket.
/// A claimed danger that gets worse is paged once more.
/// </summary>
internal sealed class Pager(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, Pages pages, OnCallRoute route, Hints hints)
{
    private static readonly TimeSpan FloodSpan = TimeSpan.FromMinutes(10);
    private const int FloodPages = 10;
    private const int PagesOfSource = 3;

    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All.Where(route.Works))
        {
            if (!await AnyDueAsync(clinic, ct)) continue;
            if (await store.Write(db => PageAsync(db, clinic, ct), ct)) hints.WakeClinic(clinic.Id);
        }
    }

    private async Task<bool> AnyDueAsync(Clinic clinic, CancellationToken ct)
    {
        await using var db = store.Read();
        return await Due(db, clinic, clock.UtcNow).AnyAsync(ct);
    }

    private async Task<bool> PageAsync(ClinicDb db, Clinic clinic, CancellationToken ct)
    {
        var now = clock.UtcNow;
        var due = await Due(db, clinic, now).AsTracking().OrderBy(h => h.Urgency).ThenBy(h => h.PagedAt != null).ThenBy(h => h.WaitingSince).ToListAsync(ct);
        var hashes = due.Select(ticket => ticket.PhoneHash).OfType<string>().ToList();
        var onFile = await db.Patients.Where(p => p.ClinicId == clinic.Id && hashes.Contains(p.PhoneHash)).Select(p => p.PhoneHash).ToListAsync(ct);
        // What somebody has claimed is no part of a flood: a person has judged it.
        var anonymous = due.Where(ticket => ticket.State == HandoffState.Waiting && (ticket.PhoneHash is not { } hash || !onFile.Contains(hash))).ToList();
        foreach (var ticket in due.Except(anonymous)) await pages.OnCallAsync(db, clinic, ticket, now);

        var lately = await PagesSinceAsync(db, clinic, now - FloodSpan, ct);
        var crowded = await CrowdedAsync(db, clinic, now, ct);
        List<HandoffTicket> alone = [.. anonymous.Where(ticket => !crowded.Contains(ticket.Id)).Take(Math.Max(0, FloodPages - lately))];
        foreach (var ticket in alone) await pages.OnCallAsync(db, clinic, ticket, now);

        // What is no danger waits until the phone is quieter: a page about a flood speaks of crises only.
        var dangers = anonymous.Except(alone).Where(ticket => ticket.IsDanger).ToList();
        if (dangers.Count > 0) await FloodAsync(db, clinic, dangers, now, ct);
        return due.Exists(ticket => ticket.PagedAt == now);
    }

    /// <summary>Pages went by text, by mail or by both.</summary>
    private static async Task<int> PagesSinceAsync(ClinicDb db, Clinic clinic, DateTimeOffset since, CancellationToken ct) => Math.Max(
        await db.Outbound.CountAsync(m => m.ClinicId == clinic.Id && m.Class == MessageClass.Page && m.DueAt > since, ct),
        await db.Notices.CountAsync(n => n.ClinicId == clinic.Id && n.Route.StartsWith(NoticeRoutes.OnCallPrefix) && n.At > since, ct));

    private static async Task<bool> FloodToldSinceAsync(ClinicDb db, Clinic clinic, DateTimeOffset since, CancellationToken ct) =>
        await db.Outbound.AnyAsync(m => m.ClinicId == clinic.Id && m.Class == MessageClass.Page && m.DueAt > since && m.UniqueKey.StartsWith(Pages.FloodKey), ct)
        || await db.Notices.AnyAsync(n => n.ClinicId == clinic.Id && n.At > since && n.UniqueKey.StartsWith(Pages.FloodKey), ct);

    /// <summary>Tickets from a network address that has three others: those that wait, and those of the last minutes whatever became of them.</summary>
    private static async Task<HashSet<string>> CrowdedAsync(ClinicDb db, Clinic clinic, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - FloodSpan;
        var tickets = await db.Handoffs
            .Where(h => h.ClinicId == clinic.Id && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency) && (h.State == HandoffState.Waiting || h.WaitingSince > since))
            .Join(db.Conversations.Where(c => c.Source != null), h => h.ConversationId, c => c.Id, (h, c) => new { h.Id, h.WaitingSince, h.Pages, c.Source }).ToListAsync(ct);
        return [.. tickets.GroupBy(ticket => ticket.Source)
            .SelectMany(same => same.OrderBy(ticket => ticket.Pages == 0).ThenBy(ticket => ticket.WaitingSince).ThenBy(ticket => ticket.Id, StringComparer.Ordinal).Skip(PagesOfSource)).Select(ticket => ticket.Id)];
    }

    // A flood of anonymous tickets must not drown the phone that rings for it: they share one page a while. The queue shows each of them.
    private async Task FloodAsync(ClinicDb db, Clinic clinic, IReadOnlyList<HandoffTicket> tickets, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var ticket in tickets) ticket.PagedAt = now;
        if (await FloodToldSinceAsync(db, clinic, now - TimeSpan.FromMinutes(clinic.Numbers.PageRepeatMinutes), ct)) return;
        var waiting = await db.Handoffs.CountAsync(h => h.ClinicId == clinic.Id && h.State == HandoffState.Waiting
            && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency)
            && (h.PhoneHash == null || !db.Patients.Any(p => p.ClinicId == h.ClinicId && p.PhoneHash == h.PhoneHash)), ct);
        pages.Flood(db, clinic, waiting, now);
    }

    private static IQueryable<HandoffTicket> Due(ClinicDb db, Clinic clinic, DateTimeOffset now)
    {
        var before = now - TimeSpan.FromMinutes(clinic.Numbers.PageRepeatMinutes);
        var staffed = clinic.IsOpen(now);
        return db.Handoffs.Where(h => h.ClinicId == clinic.Id
            && ((h.State == HandoffState.Waiting && (h.PagedAt == null || h.PagedAt <= before)
                    && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency || h.PageAtOnce
                        || (staffed && h.Escalations >= Escalation.Paging && (h.SnoozedUntil == null || h.SnoozedUntil <= now))))
                || (h.State == HandoffState.Claimed && h.PagedAt == null && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency))));
    }
}
