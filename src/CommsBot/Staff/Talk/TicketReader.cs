using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Staff.Console;
using CommsBot.Staff.Glass;
using CommsBot.Staff.Presence;
using CommsBot.Staff.Rights;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Talk;

/// <summary>Reads one ticket with its thread for the person who opens it.</summary>
internal sealed class TicketReader(
    HandoffQueue queue, ConversationReader conversations, BrokenGlass glass, LaterMessages later, PacketReader packets, Viewers viewers, ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    public const int Newest = 200;

    /// <summary>Null for an unknown ticket and for another clinic's, unless the person broke the glass.</summary>
    public async Task<TicketSheet?> ReadAsync(DeskPerson person, string ticketId, int most, CancellationToken ct)
    {
        var broken = await glass.OpenAsync(person, ticketId, ct);
        IReadOnlyCollection<string> mine = broken is { } open ? [open.ClinicId] : person.Clinics;
        if (await queue.FindAsync(mine, ticketId, ct) is not { } ticket) return null;
        var clinic = clinics.Find(ticket.ClinicId)!;
        var conversation = ticket.ConversationId is { } id ? await conversations.FindAsync(mine, id, ct) : null;
        var others = conversation is null ? [] : (await queue.ListAsync(new QueueQuery(mine, OpenOnly: true, ConversationId: conversation.Id), ct)).Items;
        // A crisis beside a booking is the same talk.
        var danger = conversation is null ? null : await DangerAsync(person, conversation, ct);
        var hidden = (ticket.IsDanger && !person.IsClinical) || danger?.AreSaidNowIn(conversation!.Id) == true;
        var colleagues = await ColleaguesAsync(person, clinic, ct);
        var (zone, first) = await PatientAsync(ticket, conversation, clinic, ct);
        return new TicketSheet(ticket, clinic, person, clock.UtcNow)
        {
            Conversation = conversation,
            GlassUntil = person.Clinics.Contains(ticket.ClinicId) ? null : broken?.Until,
            IsHidden = hidden,
            Identity = conversation is null || hidden ? null : await IdentityAsync(conversation, ct),
            Packet = hidden ? [] : await PacketAsync(ticket, danger, ct),
            Lines = conversation is null || hidden ? [] : await LinesAsync(conversation, clinic, danger!, most, ct),
            Notes = hidden ? [] : await queue.NotesAsync(ticketId, ct),
            Others = [.. others.Where(other => other.Id != ticketId)],
            Later = conversation is null || hidden ? [] : await later.OfAsync(conversation.Id, ct),
            Colleagues = [.. colleagues.Select(colleague => colleague.UserName!)],
            Takers = [.. colleagues.Where(colleague => DeskPerson.IsClinicalRole(colleague.Role) || !others.Append(ticket).Any(open => open.IsDanger))
                .OrderByDescending(colleague => colleague.Spanish && (conversation?.Language ?? ticket.Language) == Language.Spanish).Select(colleague => new Taker(colleague.UserName!, colleague.Spanish))],
            Onlookers = await viewers.OthersAsync(conversation?.Id ?? ticketId, person.Name, ct),
            PatientZone = zone,
            FirstName = first,
        };
    }

    /// <summary>The newest lines of a conversation as this person may read them; null while they may read none of it.</summary>
    public async Task<IReadOnlyList<Line>?> WatchAsync(DeskPerson person, Conversation conversation, int most, CancellationToken ct)
    {
        var danger = await DangerAsync(person, conversation, ct);
        return danger.AreSaidNowIn(conversation.Id) ? null : await LinesAsync(conversation, clinics.Find(conversation.ClinicId)!, danger, most, ct);
    }

    private async Task<IReadOnlyList<Line>> LinesAsync(Conversation conversation, Clinic clinic, DangerWords danger, int most, CancellationToken ct)
    {
        var localNow = clinic.LocalTime(clock.UtcNow);
        return [.. (await conversations.EntriesAsync(conversation.Id, Math.Max(0, conversation.LastSequence - most), most, ct))
            .Select(read => danger.Hold(read.Entry) ? LineOf(read, clinic, localNow) with { Text = DangerWords.Instead, Outcome = null, Answers = [] } : LineOf(read, clinic, localNow))];
    }

    private async Task<DangerWords> DangerAsync(DeskPerson person, Conversation conversation, CancellationToken ct)
    {
        await using var db = store.Read();
        return await DangerWords.HiddenFromAsync(db, person, [conversation.Id], ct);
    }

    private async Task<IReadOnlyList<SummaryField>> PacketAsync(HandoffTicket ticket, DangerWords? danger, CancellationToken ct)
    {
        var packet = (await packets.ReadAsync([ticket], ct))[ticket.Id];
        if (danger is null) return packet;
        await using var db = store.Read();
        return await danger.WithoutAsync(db, ticket, packet, ct);
    }

    private async Task<IdentityView?> IdentityAsync(Conversation conversation, CancellationToken ct)
    {
        await using var db = store.Read();
        return await IdentityReader.OfAsync(db, conversation, ct);
    }

    private async Task<IReadOnlyList<StaffUser>> ColleaguesAsync(DeskPerson person, Clinic clinic, CancellationToken ct)
    {
        await using var db = store.Read();
        var people = await db.Users.Where(u => !u.Disabled && u.UserName != person.Name && u.Role != "auditor").OrderBy(u => u.UserName).ToListAsync(ct);
        return [.. people.Where(u => u.ClinicIds.Contains(clinic.Id))];
    }

    /// <summary>The patient's zone, where a text would wake somebody, and the name a greeting would use.</summary>
    private async Task<(Zone? Zone, string? FirstName)> PatientAsync(HandoffTicket ticket, Conversation? conversation, Clinic clinic, CancellationToken ct)
    {
        if (conversation is not { Channel: Channel.Sms, PhoneHash: { } hash }) return (null, ticket.Patient?.Split(' ')[0]);
        await using var db = store.Read();
        var onFile = await db.Patients.Where(p => p.ClinicId == ticket.ClinicId && p.PhoneHash == hash).Take(2).ToListAsync(ct);
        var only = onFile.Count == 1 ? onFile[0] : null;
        return (Zone.Find(only?.TimeZone) ?? clinic.Zone, only?.FirstName);
    }

    private static Line LineOf(ReadEntry read, Clinic clinic, DateTimeOffset localNow)
    {
        var entry = read.Entry;
        var who = entry.From switch
        {
            Speaker.Patient => "Patient",
            Speaker.Staff => entry.Author ?? "Staff",
            _ => "Assistant",
        };
        var lost = read.Delivery is "undelivered" or "failed" or "expired" or "held" or "withdrawn" or "needs-review";
        var delivery = read.Delivery is null ? null : read.Reason is { } why ? $"{read.Delivery} ({ReasonWords.Of(why)})" : read.Delivery;
        return new Line(entry.Sequence, entry.From.ToString().ToLowerInvariant(), who, entry.From == Speaker.Bot ? ConsoleWords.Plain(entry.Text) : entry.Text,
            ConsoleWords.Moment(clinic.LocalTime(entry.At), localNow), entry.Outcome, entry.Answers?.Split(',') ?? [], delivery, lost);
    }
}
