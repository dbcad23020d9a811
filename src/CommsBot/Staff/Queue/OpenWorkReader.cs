using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff.Console;
using CommsBot.Staff.Rights;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Queue;

/// <summary>
/// Reads what is open once for all consoles of this node: every change empties it, and it is never older than a page's own pause. Two hundred open
/// consoles would otherwise each decrypt two thousand rows at every change. What one act changes comes as several changes: after a read it waits a
/// moment for the rest of them.
/// </summary>
internal sealed class OpenWorkReader(
    ClinicStore store, AppointmentReadiness readinessOfVisits, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, Changes changes) : IDisposable
{
    private const int Most = 5000;

    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim one = new(1, 1);
    private (OpenWork Work, long Moves, long At, DateTimeOffset ClinicNow)? known;

    public async Task<OpenWork> ReadAsync(CancellationToken ct)
    {
        // Of what moves while it waits for its turn every page is told and asks again: what was read since it asked will do, or a queue of
        // pages would each read anew for as long as things move.
        var asked = changes.Moves;
        await one.WaitAsync(ct);
        try
        {
            if (known is { } kept)
            {
                var age = machine.GetElapsedTime(kept.At);
                if (kept.Moves >= asked && age < Oldest && clock.UtcNow - kept.ClinicNow < TimeSpan.FromMinutes(1)) return kept.Work;
                if (age < Breath) await Task.Delay(Breath - age, machine, ct);
            }

            var moves = changes.Moves;
            var work = await LoadAsync(ct);
            known = (work, moves, machine.GetTimestamp(), clock.UtcNow);
            return work;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<OpenWork> LoadAsync(CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var tickets = await db.Handoffs.Where(h => h.State != HandoffState.Closed).OrderBy(h => h.Urgency).ThenBy(h => h.WaitingSince).ThenBy(h => h.Id).Take(Most).ToListAsync(ct);
        var visits = await db.Appointments.Where(a => a.Status == AppointmentStatus.Booked && a.StartsAt >= now && a.StartsAt < now + Ahead).OrderBy(a => a.StartsAt).ToListAsync(ct);
        var hashes = tickets.Where(t => t.Channel != Channel.WebChat).Select(t => t.PhoneHash).OfType<string>().Distinct().ToList();
        var proven = await ProvenAsync(db, ct);
        var visitors = visits.Select(v => v.PatientId).Concat(proven.Values).Distinct().ToList();
        var patients = await db.Patients.Where(p => visitors.Contains(p.Id) || hashes.Contains(p.PhoneHash)).ToListAsync(ct);
        var byId = patients.ToDictionary(p => p.Id);
        var names = patients.ToLookup(p => (p.ClinicId, p.PhoneHash), FullName);
        var mentions = await db.NoteMentions.Where(m => m.SeenAt == null).Select(m => new { m.Person, m.TicketId, m.At }).ToListAsync(ct);
        var readiness = await ReadinessOf(db, visits, now, ct);
        var needs = await NeedsAsync(db, tickets, ct);
        var unread = await UnreadAsync(db, ct);
        var talks = await db.Conversations.Where(c => db.Handoffs.Any(h => h.ConversationId == c.Id && h.State != HandoffState.Closed))
            .Select(c => new { c.Id, c.Language, Speaker = c.Owner == Ownership.Team ? null : c.Owner }).ToDictionaryAsync(c => c.Id, ct);
        return new OpenWork(
            [.. tickets.Select(t => new OpenTicket(
                t, needs[t.Id].Need, needs[t.Id].AtDesk, NameOf(t), ProvenAs(t) is { } one ? FullName(one) : null, NewWordsOf(t), TalkOf(t)?.Language ?? t.Language, TalkOf(t)?.Speaker, KeysOf(t, ProvenAs(t))) { TakenFrom = needs[t.Id].TakenFrom })],
            [.. visits.Where(v => byId.ContainsKey(v.PatientId)).Select(v =>
            {
                var (patient, ready) = (byId[v.PatientId], readiness[(v.ClinicId, v.Id)]);
                return new ComingVisit(v.ClinicId, v.Id, v.StartsAt, $"{patient.FirstName} {patient.LastName}".Trim(), ready.StateCode,
                    ReasonWords.Of(ready.Reasons), [$"phone {v.ClinicId} {patient.PhoneHash}", $"visit {v.ClinicId} {v.Id}"]);
            })],
            mentions.ToLookup(m => m.Person, m => new Mention(m.TicketId, m.At.UtcTicks)));

        Patient? ProvenAs(HandoffTicket t) => t.ConversationId is { } chat && proven.TryGetValue(chat, out var id) ? byId.GetValueOrDefault(id) : null;

        (Language Language, string? Speaker)? TalkOf(HandoffTicket t) => t.ConversationId is { } id && talks.TryGetValue(id, out var talk) ? (talk.Language, talk.Speaker) : null;

        DateTimeOffset? NewWordsOf(HandoffTicket t) => t is { State: HandoffState.Claimed, ConversationId: { } talk } && unread.TryGetValue(talk, out var at) ? at : null;

        string? NameOf(HandoffTicket t) =>
            t.Channel != Channel.WebChat && t.PhoneHash is { } hash && names[(t.ClinicId, hash)].Take(3).ToList() is { Count: > 0 } found ? string.Join(", ", found) : null;
    }

    private async Task<Dictionary<string, (string Need, string AtDesk, string? TakenFrom)>> NeedsAsync(ClinicDb db, List<HandoffTicket> tickets, CancellationToken ct)
    {
        var frontDesk = new DeskPerson("", [.. clinics.All.Select(clinic => clinic.Id)]);
        var talks = tickets.Where(t => !t.IsDanger).Select(t => t.ConversationId).OfType<string>().Distinct().ToList();
        var hidden = await DangerWords.HiddenFromAsync(db, frontDesk, talks, ct);
        var needs = new Dictionary<string, (string, string, string?)>();
        foreach (var ticket in tickets)
        {
            var packet = Packet.Read(ticket.Summary);
            needs[ticket.Id] = (TicketNeed.Of(ticket, packet), TicketNeed.Of(ticket, await hidden.WithoutAsync(db, ticket, packet, ct)), TakenOver.FromWhom(packet));
        }

        return needs;
    }

    // The turn of a message decides whether it asks for anything: a thank-you rings for nobody in the moment before its turn.
    private async Task<Dictionary<string, DateTimeOffset>> UnreadAsync(ClinicDb db, CancellationToken ct)
    {
        var talks = await db.Conversations.Where(c => c.UnansweredSince != null && c.OwnedUntil != null
            && !db.Inbound.Any(i => i.ConversationId == c.Id && i.State == InboundState.Stored)).ToListAsync(ct);
        return talks.Where(c => clinics.Find(c.ClinicId) is { } clinic && Leases.NewWordsAt(c, clinic) is not null).ToDictionary(c => c.Id, c => c.LastPatientAt);
    }

    private async Task<Dictionary<(string, string), Readiness>> ReadinessOf(ClinicDb db, List<Appointment> visits, DateTimeOffset now, CancellationToken ct)
    {
        var found = new Dictionary<(string, string), Readiness>();
        foreach (var of in visits.GroupBy(v => v.ClinicId))
        {
            if (clinics.Find(of.Key) is not { } clinic) continue;
            foreach (var (id, ready) in await readinessOfVisits.OfManyAsync(db, clinic, [.. of], now, ct)) found[(of.Key, id)] = ready;
        }

        return found;
    }

    private static Task<Dictionary<string, string>> ProvenAsync(ClinicDb db, CancellationToken ct) =>
        db.PatientLinks.Where(l => l.UndoneAt == null && db.Handoffs.Any(h => h.ConversationId == l.ConversationId && h.State != HandoffState.Closed))
            .ToDictionaryAsync(l => l.ConversationId, l => l.PatientId, ct);

    private static string FullName(Patient p) => $"{p.FirstName} {p.LastName}".Trim();

    // A number typed on the website proves nothing: such a ticket joins others by its own conversation only, until it is proven.
    private static List<string> KeysOf(HandoffTicket t, Patient? proven)
    {
        List<string> keys = [];
        if (t.ConversationId is { } conversation) keys.Add($"conversation {conversation}");
        if (t.AppointmentId is { } visit) keys.Add($"visit {t.ClinicId} {visit}");
        if (t.PhoneHash is { } phone && t.Channel != Channel.WebChat) keys.Add($"phone {t.ClinicId} {phone}");
        if (proven is not null) keys.Add($"phone {t.ClinicId} {proven.PhoneHash}");
        if (keys.Count == 0) keys.Add($"ticket {t.Id}");
        return keys;
    }

    public void Dispose() => one.Dispose();
}
