using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Says what was written for later when its moment comes. It takes nobody's conversation: it is a person's word like any other. When its author may
/// not act any more, a colleague speaks with the patient now, or the patient opted out or is not to be contacted, it is not said and a ticket asks what to do.
/// </summary>
internal sealed class LaterMessages(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, PatientLine line, Changes changes, Hints hints, TimeProvider machine)
{
    public async Task<IReadOnlyList<LaterMessage>> OfAsync(string conversationId, CancellationToken ct)
    {
        await using var db = store.Read();
        return await Waiting(db).Where(m => m.ConversationId == conversationId).OrderBy(m => m.DueAt).ToListAsync(ct);
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

        if (!conversation.MayTake(message.Author) || await PatientLine.IsOptedOutAsync(db, conversation) || await LaterRefusal.IsStoppedAsync(db, conversation))
        {
            await LaterRefusal.ToColleagueAsync(db, message, conversation, now);
            return message;
        }

        message.State = LaterState.Said;
        line.Write(db, conversation, message.Author, message.Text, now);
        return message;
    }
}
