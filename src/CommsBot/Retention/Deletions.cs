using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Retention;

/// <summary>Deletes conversations, or what is old of them, and notes which texts the provider must delete too.</summary>
internal static class Deletions
{
    private const string Provider = "twilio";
    private static readonly MessageState[] Open = [MessageState.Planned, MessageState.Held, MessageState.Sending, MessageState.InDoubt, MessageState.Sent];

    /// <summary>The whole thread with its tickets.</summary>
    /// <returns>How many texts went with it.</returns>
    public static async Task<int> ThreadAsync(ClinicDb db, Conversation thread, DateTimeOffset machineNow, CancellationToken ct)
    {
        var texts = await TextsAsync(db, db.Outbound.Where(m => m.ConversationId == thread.Id || (thread.PhoneHash != null && m.ClinicId == thread.ClinicId && m.ToHash == thread.PhoneHash)), thread, machineNow, ct);
        texts += await InboundAsync(db, db.Inbound.Where(i => i.ConversationId == thread.Id), thread, machineNow, ct);
        await db.Transcript.Where(t => t.ConversationId == thread.Id).ExecuteDeleteAsync(ct);
        await db.HandoffNotes.Where(n => db.Handoffs.Any(h => h.Id == n.TicketId && h.ConversationId == thread.Id)).ExecuteDeleteAsync(ct);
        await db.LaterMessages.Where(m => m.ConversationId == thread.Id).ExecuteDeleteAsync(ct);
        await db.PatientLinks.Where(l => l.ConversationId == thread.Id).ExecuteDeleteAsync(ct);
        await db.IdentityCodes.Where(c => c.ConversationId == thread.Id).ExecuteDeleteAsync(ct);
        await db.Handoffs.Where(h => h.ConversationId == thread.Id).ExecuteDeleteAsync(ct);
        await db.Conversations.Where(c => c.Id == thread.Id).ExecuteDeleteAsync(ct);
        return texts;
    }

    /// <summary>What was said before that moment; open texts and open tickets stay.</summary>
    public static async Task<(int Entries, int Texts)> OldAsync(ClinicDb db, Conversation thread, DateTimeOffset before, DateTimeOffset machineNow, CancellationToken ct)
    {
        var texts = await TextsAsync(db, db.Outbound.Where(m => m.ClinicId == thread.ClinicId && m.ToHash == thread.PhoneHash && m.DueAt < before && !Open.Contains(m.State)), thread, machineNow, ct);
        texts += await InboundAsync(db, db.Inbound.Where(i => i.ConversationId == thread.Id && i.ReceivedAt < before && i.State == InboundState.Done), thread, machineNow, ct);
        var entries = await db.Transcript.Where(t => t.ConversationId == thread.Id && t.At < before).ExecuteDeleteAsync(ct);
        var closed = db.Handoffs.Where(h => h.ClinicId == thread.ClinicId && (h.ConversationId == thread.Id || h.PhoneHash == thread.PhoneHash) && h.ClosedAt < before);
        await db.HandoffNotes.Where(n => closed.Any(h => h.Id == n.TicketId)).ExecuteDeleteAsync(ct);
        await closed.ExecuteDeleteAsync(ct);
        return (entries, texts);
    }

    private static async Task<int> TextsAsync(ClinicDb db, IQueryable<OutboundMessage> texts, Conversation thread, DateTimeOffset machineNow, CancellationToken ct)
    {
        var rows = await texts.Select(m => new { m.Id, m.ProviderSid }).ToListAsync(ct);
        var ids = rows.ConvertAll(row => row.Id);
        var sids = rows.Select(row => row.ProviderSid).OfType<string>().ToList();
        foreach (var sid in sids) Owe(db, thread.ClinicId, sid, machineNow);
        await db.DeliveryEvents.Where(e => sids.Contains(e.ProviderSid)).ExecuteDeleteAsync(ct);
        await db.OutboundAttempts.Where(a => ids.Contains(a.MessageId)).ExecuteDeleteAsync(ct);
        await db.Outbound.Where(m => ids.Contains(m.Id)).ExecuteDeleteAsync(ct);
        return rows.Count;
    }

    private static async Task<int> InboundAsync(ClinicDb db, IQueryable<InboundMessage> messages, Conversation thread, DateTimeOffset machineNow, CancellationToken ct)
    {
        var rows = await messages.Select(i => new { i.Id, i.Provider, i.ProviderId }).ToListAsync(ct);
        var ids = rows.ConvertAll(row => row.Id);
        var texts = rows.Where(row => row.Provider == Provider).ToList();
        foreach (var text in texts) Owe(db, thread.ClinicId, text.ProviderId, machineNow);
        await db.Inbound.Where(i => ids.Contains(i.Id)).ExecuteDeleteAsync(ct);
        return texts.Count;
    }

    private static void Owe(ClinicDb db, string clinicId, string sid, DateTimeOffset machineNow) =>
        db.OwedDeletions.Add(new OwedDeletion { Sid = sid, ClinicId = clinicId, Since = machineNow, NotBefore = machineNow });
}
