using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <param name="Clinics">Only tickets of these clinics are seen.</param>
/// <param name="State">Null: every state.</param>
internal sealed record QueueQuery(
    IReadOnlyCollection<string> Clinics, HandoffState? State = null, bool OpenOnly = false, string? ConversationId = null, QueueCursor? After = null, int Take = 100);

/// <summary>The place in the queue after which a page begins; stays valid when tickets come and go.</summary>
internal sealed record QueueCursor(int Urgency, DateTimeOffset WaitingSince, string Id)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Urgency} {WaitingSince.UtcTicks} {Id}")));

    public static QueueCursor? Parse(string? text)
    {
        if (text is null || !Base64Url.IsValid(text)) return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ') is [var urgency, var ticks, var id]
            && int.TryParse(urgency, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since <= DateTime.MaxValue.Ticks
            ? new QueueCursor(at, new DateTimeOffset(since, TimeSpan.Zero), id)
            : null;
    }
}

internal sealed record QueuePage(IReadOnlyList<HandoffTicket> Items, QueueCursor? Next);

/// <summary>Reads the staff queue: most urgent first, then who has waited longest.</summary>
internal sealed class HandoffQueue(ClinicStore store)
{
    public async Task<QueuePage> ListAsync(QueueQuery asked, CancellationToken ct = default)
    {
        await using var db = store.Read();
        var rows = db.Handoffs.Where(h => asked.Clinics.Contains(h.ClinicId));
        if (asked.State is { } state) rows = rows.Where(h => h.State == state);
        if (asked.OpenOnly) rows = rows.Where(h => h.State != HandoffState.Closed);
        if (asked.ConversationId is { } conversation) rows = rows.Where(h => h.ConversationId == conversation);
        if (asked.After is { } after)
        {
            rows = rows.Where(h => h.Urgency > after.Urgency || (h.Urgency == after.Urgency
                && (h.WaitingSince > after.WaitingSince || (h.WaitingSince == after.WaitingSince && h.Id.CompareTo(after.Id) > 0))));
        }

        var page = await rows.OrderBy(h => h.Urgency).ThenBy(h => h.WaitingSince).ThenBy(h => h.Id).Take(asked.Take + 1).ToListAsync(ct);
        if (page.Count <= asked.Take) return new QueuePage(page, null);
        page.RemoveAt(asked.Take);
        return new QueuePage(page, new QueueCursor(page[^1].Urgency, page[^1].WaitingSince, page[^1].Id));
    }

    public async Task<HandoffTicket?> FindAsync(IReadOnlyCollection<string> clinics, string ticketId, CancellationToken ct = default)
    {
        await using var db = store.Read();
        return await db.Handoffs.SingleOrDefaultAsync(h => h.Id == ticketId && clinics.Contains(h.ClinicId), ct);
    }

    public async Task<IReadOnlyList<HandoffNote>> NotesAsync(string ticketId, CancellationToken ct = default)
    {
        await using var db = store.Read();
        return await db.HandoffNotes.Where(n => n.TicketId == ticketId).OrderBy(n => n.Id).ToListAsync(ct);
    }
}
