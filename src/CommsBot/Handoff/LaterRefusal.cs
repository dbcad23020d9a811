using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>What was written for later is not said, and somebody decides about it; inside a write.</summary>
internal static class LaterRefusal
{
    /// <summary>The ticket joins what is open of the same talk: whoever has that hears of it.</summary>
    public static async Task<HandoffTicket> ToColleagueAsync(ClinicDb db, LaterMessage message, Conversation conversation, DateTimeOffset now)
    {
        message.State = LaterState.Refused;
        return await TicketBook.OpenAsync(db, NewTicket.About(
            conversation, HandoffKind.Question, [new SummaryField("Not sent", message.Text), new SummaryField("Written by", message.Author)], reason: "later-not-sent"), now);
    }

    /// <summary>Besides, every administrator of the clinic is asked to look.</summary>
    public static async Task ToAdministratorAsync(ClinicDb db, LaterMessage message, Conversation conversation, DateTimeOffset now)
    {
        var ticket = await ToColleagueAsync(db, message, conversation, now);
        var administrators = await db.Users.Where(u => !u.Disabled && u.Role == "administrator" && u.UserName != message.Author).ToListAsync();
        foreach (var one in administrators.Where(u => u.ClinicIds.Contains(message.ClinicId)))
            db.NoteMentions.Add(new NoteMention { ClinicId = message.ClinicId, TicketId = ticket.Id, Person = one.UserName!, By = message.Author, At = now });
    }

    /// <summary>Everything a person wrote for later; in the same write that takes the person's rights away.</summary>
    /// <returns>The clinics whose queues changed.</returns>
    public static async Task<IReadOnlyList<string>> OfAllByAsync(ClinicDb db, string author, DateTimeOffset now)
    {
        var waiting = await db.LaterMessages.AsTracking().Where(m => m.Author == author && m.State == LaterState.Waiting).OrderBy(m => m.DueAt).ToListAsync();
        foreach (var message in waiting)
            await ToAdministratorAsync(db, message, await db.Conversations.AsTracking().SingleAsync(c => c.Id == message.ConversationId), now);
        return [.. waiting.Select(m => m.ClinicId).Distinct()];
    }
}
