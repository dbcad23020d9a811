using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>What was written for later is not said, and somebody decides about it; inside a write.</summary>
internal static class LaterRefusal
{
    /// <summary>The ticket joins what is open of the same talk: whoever has that hears of it.</summary>
    /// <param name="because">What whoever decides could not see by themselves.</param>
    public static async Task<HandoffTicket> ToColleagueAsync(ClinicDb db, LaterMessage message, Conversation conversation, DateTimeOffset now, string? because = null)
    {
        message.State = LaterState.Refused;
        SummaryField[] told = [new("Not sent", message.Text), new("Written by", message.Author), .. because is null ? Array.Empty<SummaryField>() : [new("Not sent because", because)]];
        return await TicketBook.OpenAsync(db, NewTicket.About(conversation, HandoffKind.Question, told, reason: "later-not-sent"), now);
    }

    /// <summary>Besides, every administrator of the clinic is asked to look.</summary>
    public static async Task ToAdministratorAsync(ClinicDb db, LaterMessage message, Conversation conversation, DateTimeOffset now)
    {
        var ticket = await ToColleagueAsync(db, message, conversation, now);
        var administrators = await db.Users.Where(u => !u.Disabled && u.Role == "administrator" && u.UserName != message.Author).ToListAsync();
        foreach (var one in administrators.Where(u => u.ClinicIds.Contains(message.ClinicId)))
            db.NoteMentions.Add(new NoteMention { ClinicId = message.ClinicId, TicketId = ticket.Id, Person = one.UserName!, By = message.Author, At = now });
    }

    /// <summary>Staff decided that the number, or somebody on whose file it stands, is not contacted.</summary>
    public static async Task<bool> IsStoppedAsync(ClinicDb db, Conversation conversation) =>
        conversation.PhoneHash is { } hash && await ContactBlocks.SilenceAsync(db, conversation.ClinicId, hash);

    /// <summary>Everything that waits for a number; in the same write that closes it.</summary>
    public static Task OfNumberAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now) => OfThoseAsync(db,
        Waiting(db, clinicId).Where(m => db.Conversations.Any(c => c.Id == m.ConversationId && c.PhoneHash == phoneHash)), now);

    /// <summary>Everything that waits for a patient, also where somebody else reads it; in the same write that stops all contact.</summary>
    public static Task OfPatientAsync(ClinicDb db, Patient patient, DateTimeOffset now) => OfThoseAsync(db,
        Waiting(db, patient.ClinicId).Where(m => db.Conversations.Any(c => c.Id == m.ConversationId && c.PhoneHash == patient.PhoneHash)
            || db.Handoffs.Any(h => h.Id == m.TicketId && db.Appointments.Any(a => a.ClinicId == h.ClinicId && a.Id == h.AppointmentId && a.PatientId == patient.Id))), now);

    private static IQueryable<LaterMessage> Waiting(ClinicDb db, string clinicId) => db.LaterMessages.AsTracking().Where(m => m.ClinicId == clinicId && m.State == LaterState.Waiting);

    private static async Task OfThoseAsync(ClinicDb db, IQueryable<LaterMessage> messages, DateTimeOffset now)
    {
        foreach (var message in await messages.OrderBy(m => m.DueAt).ToListAsync())
            await ToColleagueAsync(db, message, await db.Conversations.AsTracking().SingleAsync(c => c.Id == message.ConversationId), now);
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
