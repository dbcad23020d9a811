using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>Colleagues named in notes as <c>@First Last</c>.</summary>
internal static class Mentions
{
    /// <summary>Remembers who is named in the note of this act; names nobody who does not work at the ticket's clinic.</summary>
    public static async Task AddAsync(DeskWork work, string text)
    {
        if (!text.Contains('@')) return;
        var people = await work.Db.Users.AsNoTracking().Where(u => !u.Disabled && u.UserName != work.Person.Name).ToListAsync();
        foreach (var person in people.Where(p => p.ClinicIds.Contains(work.Ticket.ClinicId) && IsNamed(text, $"@{p.UserName}")))
        {
            work.Db.NoteMentions.Add(new NoteMention
            {
                ClinicId = work.Ticket.ClinicId, TicketId = work.Ticket.Id, Person = person.UserName!, By = work.Person.Name, At = work.Now,
            });
        }
    }

    // The name of one colleague may be how another's begins.
    private static bool IsNamed(string text, string name)
    {
        for (var at = 0; (at = text.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            if (at + name.Length == text.Length || !char.IsLetterOrDigit(text[at + name.Length])) return true;
        return false;
    }

    /// <summary>The named person has the ticket before them; their queue says no longer that it names them.</summary>
    public static async Task SeenAsync(ClinicStore store, Changes changes, HandoffTicket ticket, string person, DateTimeOffset now, CancellationToken ct)
    {
        await using (var db = store.Read())
            if (!await db.NoteMentions.AnyAsync(m => m.TicketId == ticket.Id && m.Person == person && m.SeenAt == null, ct)) return;
        await store.Write(async db =>
        {
            foreach (var mention in await db.NoteMentions.AsTracking().Where(m => m.TicketId == ticket.Id && m.Person == person && m.SeenAt == null).ToListAsync(ct))
                mention.SeenAt = now;
        }, ct);
        changes.Publish(new Change(ticket.ClinicId, ticket.ConversationId));
    }
}
