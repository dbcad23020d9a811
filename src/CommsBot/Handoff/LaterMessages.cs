using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Says what was written for later when its moment comes. It is a person's word like any other, so the bot is silent afterwards: the talk is the team's,
/// and a ticket rests until the patient answers. When its author may not act any more, a colleague speaks with the patient now, somebody is in danger
/// there or was after it was written, or the patient opted out or is not to be contacted, it is not said and a ticket asks what to do.
/// </summary>
internal sealed class LaterMessages(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, PatientLine line, Changes changes, Hints hints, TimeProvider machine)
{
    /// <summary>Why there is a ticket after a message was said that nobody else waits for.</summary>
    public const string Said = "later-said";

    private static readonly TimeSpan AnswerFor = TimeSpan.FromDays(3);

    public async Task<IReadOnlyList<LaterLine>> OfAsync(string conversationId, CancellationToken ct)
    {
        await using var db = store.Read();
        var waiting = await Waiting(db).Where(m => m.ConversationId == conversationId).OrderBy(m => m.DueAt).ToListAsync(ct);
        if (waiting.Count == 0) return [];
        var danger = await Dangers.NewestAsync(db, conversationId);
        return waiting.ConvertAll(message => new LaterLine(message, IsOvertaken: message.WrittenAt <= danger));
    }

    /// <summary>False when it was said meanwhile, or is another clinic's.</summary>
    public async Task<bool> TakeBackAsync(DeskPerson person, string id, CancellationToken ct = default) =>
        await store.Write(async db =>
        {
            var message = await db.LaterMessages.AsTracking().SingleOrDefaultAsync(m => m.Id == id && person.Clinics.Contains(m.ClinicId));
            if (message is not { State: LaterState.Waiting } || !await StaffPeople.MayActAsync(db, person.Name, message.ClinicId)) return false;
            message.State = LaterState.TakenBack;
            AuditLog.Add(db, message.ClinicId, person.Name, "handoff.message-taken-back", message.TicketId, machine.GetUtcNow());
            return true;
        }, ct);

    public async Task LookAsync(CancellationToken ct)
    {
        var now = clock.UtcNow;
        foreach (var id in await DueAsync(now, ct))
        {
            if (await store.Write(db => SayAsync(db, id, now), ct) is not { } said) continue;
            changes.Publish(new Change(said.ClinicId, said.ConversationId));
            hints.WakeClinic(said.ClinicId);
        }
    }

    /// <summary>The first moment after now and not after <paramref name="until"/> at which one is said; null when there is none. For the simulator's clock.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken ct = default)
    {
        await using var db = store.Read();
        return await Waiting(db).Where(m => m.DueAt > now && m.DueAt <= until).MinAsync(m => (DateTimeOffset?)m.DueAt, ct);
    }

    public async Task<bool> AreDueAsync(DateTimeOffset now, CancellationToken ct = default)
    {
        await using var db = store.Read();
        return await Waiting(db).AnyAsync(m => m.DueAt <= now, ct);
    }

    // A clinic whose file was taken away has neither a number nor words: what it meant to say waits, and keeps nothing else waiting.
    private IQueryable<LaterMessage> Waiting(ClinicDb db)
    {
        var served = clinics.All.Select(clinic => clinic.Id).ToList();
        return db.LaterMessages.Where(m => m.State == LaterState.Waiting && served.Contains(m.ClinicId));
    }

    private async Task<List<string>> DueAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = store.Read();
        return await Waiting(db).Where(m => m.DueAt <= now).OrderBy(m => m.DueAt).Select(m => m.Id).Take(100).ToListAsync(ct);
    }

    private async Task<LaterMessage?> SayAsync(ClinicDb db, string id, DateTimeOffset now)
    {
        var message = await db.LaterMessages.AsTracking().SingleAsync(m => m.Id == id);
        if (message.State != LaterState.Waiting) return null;
        var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == message.ConversationId);
        if (!await StaffPeople.MayActAsync(db, message.Author, message.ClinicId))
        {
            await LaterRefusal.ToAdministratorAsync(db, message, conversation, now);
            return message;
        }

        var open = await TicketBook.OpenOfAsync(db, conversation.Id);
        var comesAnew = conversation.Owner != message.Author;
        if (!conversation.MayTake(message.Author) || (comesAnew && open.Exists(ticket => ticket.IsDanger)) || await PatientLine.IsOptedOutAsync(db, conversation)
            || await LaterRefusal.IsStoppedAsync(db, conversation))
        {
            await LaterRefusal.ToColleagueAsync(db, message, conversation, now);
            return message;
        }

        // Words from before would read as an answer to it, and stop whoever comes because nobody answered.
        if (message.WrittenAt <= await Dangers.NewestAsync(db, conversation.Id))
        {
            await LaterRefusal.ToColleagueAsync(db, message, conversation, now, because: "The patient was in danger after it was written.");
            return message;
        }

        message.State = LaterState.Said;
        var waits = conversation.UnansweredSince;
        line.Write(db, conversation, message.Author, message.Text, now);
        // It answers nothing that the patient wrote after it.
        if (conversation.LastPatientAt > message.WrittenAt) conversation.UnansweredSince = waits;
        if (comesAnew) await AwaitAnswerAsync(db, conversation, message.Author, hasTicket: open.Count > 0, now);
        return message;
    }

    // Its author may have gone home: what the patient answers is for whoever is there.
    private static async Task AwaitAnswerAsync(ClinicDb db, Conversation conversation, string author, bool hasTicket, DateTimeOffset now)
    {
        if (conversation.BotOwns) Ownership.ToTeam(conversation, now);
        if (hasTicket) return;
        var ticket = await TicketBook.OpenAsync(db, NewTicket.About(conversation, HandoffKind.Question, [new SummaryField("Why", Said), new SummaryField("Written by", author)], reason: Said), now);
        (ticket.SnoozedUntil, ticket.SnoozedBy) = (now + AnswerFor, author);
    }
}

/// <summary>A message that waits, as staff see it.</summary>
/// <param name="IsOvertaken">The patient told of a danger after it was written: it will not be said.</param>
internal sealed record LaterLine(LaterMessage Message, bool IsOvertaken);
