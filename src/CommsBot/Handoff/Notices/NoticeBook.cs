using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff.Notices;

/// <summary>
/// Writes down who is to be told about a new ticket. One route hears at most once a minute of what is not danger: whoever opens the link sees the
/// whole queue, and a phone that rings for everything is switched off.
/// </summary>
internal sealed class NoticeBook(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, NoticeRoutes routes)
{
    private const string Somebody = "handoff/notice";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>A <see cref="PolledWork"/>.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All.Where(clinic => routes.Of(clinic.Id).Count > 0))
            if (await AnyAsync(clinic.Id, ct)) await store.Write(db => TellAsync(db, clinic.Id), ct);
    }

    /// <summary>The mail that goes beside an on-call text, in the same write: two routes, so that one that fails is not the only one.</summary>
    /// <param name="person">The place in the on-call order.</param>
    /// <param name="unique">The key of the text.</param>
    /// <param name="ticketId">The ticket its link opens; null for the queue.</param>
    public void BesidePage(ClinicDb db, Clinic clinic, int person, string words, string unique, string? ticketId, DateTimeOffset now)
    {
        var route = NoticeRoutes.OnCall(person);
        if (routes.Find(clinic.Id, route) is null) return;
        Add(db, clinic.Id, route, words, ticketId, $"{unique}/{route}", now);
    }

    private async Task<bool> AnyAsync(string clinicId, CancellationToken ct)
    {
        await using var db = store.Read();
        return await New(db, clinicId).AnyAsync(ct);
    }

    private async Task TellAsync(ClinicDb db, string clinicId)
    {
        var now = clock.UtcNow;
        var tickets = await New(db, clinicId).AsTracking().OrderBy(ticket => ticket.Urgency).ToListAsync();
        foreach (var ticket in tickets) ticket.NoticedAt = now;
        foreach (var route in routes.Of(clinicId))
        {
            var wanted = tickets.Where(ticket => !route.OnlyUrgent || ticket.Urgency <= Urgency.TimeCritical).ToList();
            if (wanted is not [var first, ..]) continue;
            var toldJustNow = await db.Notices.AnyAsync(n => n.ClinicId == clinicId && n.Route == route.Name && n.At > now - Pause);
            if (toldJustNow && Urgency.BandOf(first.Urgency) != UrgencyBand.Danger) continue;
            Add(db, clinicId, route.Name, Somebody, wanted.Count == 1 ? first.Id : null, $"{route.Name}/{first.Id}", now);
        }
    }

    private static void Add(ClinicDb db, string clinicId, string route, string words, string? ticketId, string key, DateTimeOffset now) =>
        db.Notices.Add(new StaffNotice { Id = Ids.New("notice"), ClinicId = clinicId, Route = route, Words = words, TicketId = ticketId, UniqueKey = key, At = now });

    private static IQueryable<HandoffTicket> New(ClinicDb db, string clinicId) =>
        db.Handoffs.Where(h => h.ClinicId == clinicId && h.State == HandoffState.Waiting && h.NoticedAt == null);
}
