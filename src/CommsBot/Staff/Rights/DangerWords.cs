using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Rights;

/// <summary>
/// Which words of people in danger one person may not read: all of a conversation while its danger is open, and for good what was said from the message
/// that alarmed until somebody closed it. The front desk sees that it was and who has it, never its text; the rest of the talk stays its work.
/// </summary>
internal sealed class DangerWords
{
    public const string Instead = "Only clinicians read this.";

    /// <summary>The screen reads the messages of three minutes as one: what was said just before belongs to it.</summary>
    private static readonly TimeSpan Joined = TimeSpan.FromMinutes(3);

    private readonly ILookup<string, Episode> episodes;
    private readonly HashSet<string> tickets;

    private DangerWords(IReadOnlyCollection<Episode> found, IEnumerable<string> tickets) =>
        (episodes, this.tickets) = (found.ToLookup(one => one.ConversationId), [.. tickets]);

    /// <param name="conversationIds">Only of these; null: of all the person's clinics.</param>
    public static async Task<DangerWords> HiddenFromAsync(ClinicDb db, DeskPerson person, IReadOnlyCollection<string>? conversationIds, CancellationToken ct)
    {
        if (person.IsClinical) return new DangerWords([], []);
        var danger = db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId) && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency));
        if (conversationIds is not null) danger = danger.Where(h => conversationIds.Contains(h.ConversationId!));
        var rows = await danger.Select(h => new
        {
            h.Id, h.ConversationId, h.WaitingSince, h.ClosedAt, h.Summary, Mine = db.Conversations.Any(c => c.Id == h.ConversationId && c.Owner == person.Name),
        }).ToListAsync(ct);
        // Whoever is in it already stays: a patient in danger is not left alone.
        var hidden = rows.Where(row => row.ConversationId is not null && !(row.ClosedAt is null && row.Mine));
        return new DangerWords([.. hidden.Select(row => new Episode(row.ConversationId!, row.WaitingSince - Joined, FirstOf(row.Summary), row.ClosedAt))], rows.Select(row => row.Id));
    }

    /// <summary>The person who writes there is in danger now.</summary>
    public bool AreSaidNowIn(string conversationId) => episodes[conversationId].Any(one => one.Until is null);

    public bool Hold(TranscriptEntry entry) => episodes[entry.ConversationId].Any(one => one.Until is null || one.Holds(entry));

    public bool AreOf(string ticketId) => tickets.Contains(ticketId);

    // Its turn may have come long after the message.
    private static long FirstOf(string summary) =>
        Packet.Read(summary).Where(field => field.Name == PacketField.RedFlags).Min(field => field.Sequence) ?? long.MaxValue;

    private sealed record Episode(string ConversationId, DateTimeOffset From, long First, DateTimeOffset? Until)
    {
        public bool Holds(TranscriptEntry entry) => (entry.At >= From || entry.Sequence >= First) && entry.At <= Until;
    }
}
