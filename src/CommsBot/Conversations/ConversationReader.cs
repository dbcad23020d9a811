using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>Finds conversations and reads their transcripts, with what became of each text.</summary>
internal sealed class ConversationReader(ClinicStore store, ClinicDirectory clinics)
{
    public async Task<Conversation?> FindAsync(IReadOnlyCollection<string> clinicIds, string id, CancellationToken ct = default)
    {
        await using var db = store.Read();
        return await db.Conversations.SingleOrDefaultAsync(c => c.Id == id && clinicIds.Contains(c.ClinicId), ct);
    }

    /// <summary>The thread of a number with the clinic, web conversations whose ticket names it, and those proven to be with its patient; newest first, at most 100.</summary>
    public async Task<IReadOnlyList<ConversationView>> OfPhoneAsync(string clinicId, PhoneNumber phone, CancellationToken ct = default)
    {
        await using var db = store.Read();
        var hash = db.Cipher.LookUpHash(phone.E164);
        var named = db.Handoffs.Where(h => h.ClinicId == clinicId && h.PhoneHash == hash).Select(h => h.ConversationId);
        var proven = db.PatientLinks.Where(l => l.UndoneAt == null && db.Patients.Any(p => p.Id == l.PatientId && p.ClinicId == clinicId && p.PhoneHash == hash)).Select(l => l.ConversationId);
        var found = await db.Conversations.Where(c => c.ClinicId == clinicId && (c.PhoneHash == hash || named.Contains(c.Id) || proven.Contains(c.Id)))
            .OrderByDescending(c => c.LastPatientAt).Take(100).ToListAsync(ct);
        var clinic = clinics.Find(clinicId)!;
        return [.. found.Select(c => new ConversationView(
            c.Id, c.ClinicId, c.Channel.ToString().ToLowerInvariant(), c.Language.Code(), c.Owner, clinic.LocalTime(c.StartedAt), clinic.LocalTime(c.LastPatientAt)))];
    }

    /// <summary>The newest entries, in order.</summary>
    public async Task<IReadOnlyList<ReadEntry>> NewestAsync(string conversationId, int take, CancellationToken ct = default)
    {
        await using var db = store.Read();
        var last = await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.LastSequence).SingleAsync(ct);
        return await EntriesAsync(conversationId, last - take, take, ct);
    }

    /// <summary>Entries after a number, in order.</summary>
    public async Task<IReadOnlyList<ReadEntry>> EntriesAsync(string conversationId, long after, int take, CancellationToken ct = default)
    {
        await using var db = store.Read();
        var entries = await db.Transcript.Where(t => t.ConversationId == conversationId && t.Sequence > after).OrderBy(t => t.Sequence).Take(take).ToListAsync(ct);
        var carried = entries.Select(e => e.OutboundId).OfType<string>().ToList();
        var states = await db.Outbound.Where(m => carried.Contains(m.Id)).Select(m => new { m.Id, m.State, m.Reason }).ToDictionaryAsync(m => m.Id, ct);
        return [.. entries.Select(e => e.OutboundId is { } id && states.TryGetValue(id, out var text) ? new ReadEntry(e, text.State, text.Reason) : new ReadEntry(e))];
    }
}

/// <param name="State">What became of the text that carried it; null when none did.</param>
/// <param name="Reason">Why it is there, in one word.</param>
internal sealed record ReadEntry(TranscriptEntry Entry, MessageState? State = null, string? Reason = null)
{
    public string? Delivery => State switch
    {
        null => null,
        MessageState.InDoubt => "in-doubt",
        MessageState.NeedsReview => "needs-review",
        { } state => state.ToString().ToLowerInvariant(),
    };
}
