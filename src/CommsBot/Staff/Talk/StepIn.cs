using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Staff.Console;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Talk;

/// <summary>A person who watched a conversation takes it over: a ticket says why, and its claim silences the assistant.</summary>
internal sealed class StepIn(ClinicStore store, HandoffDesk desk, ClinicClock clock)
{
    public const string Reason = "staff-stepped-in";

    /// <summary>The ticket to work on; null with nothing changed when the conversation is another clinic's, the person may not act, or a colleague has it.</summary>
    public async Task<string?> TakeAsync(DeskPerson person, string conversationId, CancellationToken ct = default)
    {
        var ticketId = await store.Write(async db =>
        {
            var conversation = await db.Conversations.AsTracking().SingleOrDefaultAsync(c => c.Id == conversationId && person.Clinics.Contains(c.ClinicId), ct);
            if (conversation is null || !conversation.MayTake(person.Name) || !await StaffPeople.MayActAsync(db, person.Name, conversation.ClinicId)) return null;
            if ((await TicketBook.OpenOfAsync(db, conversationId)).FirstOrDefault() is { } open) return open.Id;
            return (await TicketBook.OpenAsync(db, NewTicket.About(conversation, HandoffKind.Question, [], reason: Reason), clock.UtcNow)).Id;
        }, ct);
        return ticketId is not null && (await desk.ClaimAsync(person, ticketId, ct)).IsDone ? ticketId : null;
    }
}
