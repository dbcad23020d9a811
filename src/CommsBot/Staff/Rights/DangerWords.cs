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

    /// <summary>For whoever may read all of it.</summary>
    public static readonly DangerWords None = new([], []);

    private DangerWords(IReadOnlyCollection<Episode> found, IEnumerable<string> tickets) =>
        (episodes, this.tickets) = (found.ToLookup(one => one.ConversationId), [.. tickets]);

    /// <param name="conversationIds">Only of these; null: of all the person's clinics.</param>
    public static async Task<DangerWords> HiddenFromAsync(ClinicDb db, DeskPerson person, IReadOnlyCollection<string>? conversationIds, CancellationToken ct)
    {
        if (person.IsClinical) return None;
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

    /// <summary>The ticket is about the danger, or its patient is in it now.</summary>
    public bool AreAllOf(HandoffTicket ticket) => AreOf(ticket.Id) || (ticket.ConversationId is { } talk && AreSaidNowIn(talk));

    public ActivityView Shown(TranscriptEntry entry, ActivityView view) => Hold(entry) ? view with { Text = Instead, Outcome = null, Answers = null } : view;

    /// <summary>A later ticket's packet quotes the same talk: that somebody was in danger is told, what they wrote is not.</summary>
    public async Task<IReadOnlyList<SummaryField>> WithoutAsync(ClinicDb db, HandoffTicket ticket, IReadOnlyList<SummaryField> packet, CancellationToken ct)
    {
        if (ticket.ConversationId is not { } talk || !episodes.Contains(talk)) return packet;
        var quoted = packet.Select(field => field.Sequence).OfType<long>().Distinct().ToList();
        var entries = await db.Transcript.Where(t => t.ConversationId == talk && quoted.Contains(t.Sequence)).ToListAsync(ct);
        var held = entries.Where(Hold).Select(entry => (long?)entry.Sequence).ToHashSet();
        return [.. packet.Select(field => field.Value is null || !held.Contains(field.Sequence) || field.Name == PacketField.Transcript ? field : field with { Value = Told(field) })];
    }

    private static string Told(SummaryField field) => field.Name == PacketField.RedFlags ? field.Value!.Split(':')[0] : Instead;

    // Its turn may have come long after the message.
    private static long FirstOf(string summary) =>
        Packet.Read(summary).Where(field => field.Name == PacketField.RedFlags).Min(field => field.Sequence) ?? long.MaxValue;

    private sealed record Episode(string ConversationId, DateTimeOffset From, long First, DateTimeOffset? Until)
    {
        public bool Holds(TranscriptEntry entry) => (entry.At >= From || entry.Sequence >= First) && entry.At <= Until;
    }
}
