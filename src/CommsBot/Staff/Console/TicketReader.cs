using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;

namespace CommsBot.Staff.Console;

/// <summary>Everything the conversation page shows of one ticket.</summary>
/// <param name="Conversation">Null for a task without a thread.</param>
internal sealed record TicketSheet(
    HandoffTicket Ticket, Clinic Clinic, Conversation? Conversation, IReadOnlyList<SummaryField> Packet, IReadOnlyList<Line> Lines,
    IReadOnlyList<HandoffNote> Notes, IReadOnlyList<HandoffTicket> Others, DateTimeOffset LocalNow)
{
    /// <summary>A colleague speaks to the patient, or has taken this ticket.</summary>
    public string? HeldBy(string me) =>
        Ticket.ClaimedBy is { } claimer && claimer != me ? claimer
        : Conversation?.Owner is { } owner && owner != me && owner != Ownership.Team ? owner
        : null;
}

/// <summary>A transcript entry as the console shows it.</summary>
/// <param name="From"><c>patient</c>, <c>bot</c> or <c>staff</c>.</param>
/// <param name="Delivery">What became of the text; null on the web.</param>
public sealed record Line(
    long Number, string From, string Who, string Text, string At, string? Outcome, IReadOnlyList<string> Answers, string? Delivery, bool Undelivered);

internal sealed class TicketReader(HandoffQueue queue, ConversationReader conversations, ClinicDirectory clinics, ClinicClock clock)
{
    private const int Most = 2000;

    /// <summary>Null for an unknown ticket and for another clinic's.</summary>
    public async Task<TicketSheet?> ReadAsync(DeskPerson person, string ticketId, CancellationToken ct)
    {
        if (await queue.FindAsync(person.Clinics, ticketId, ct) is not { } ticket) return null;
        var clinic = clinics.Find(ticket.ClinicId)!;
        var now = clinic.LocalTime(clock.UtcNow);
        var conversation = ticket.ConversationId is { } id ? await conversations.FindAsync(person.Clinics, id, ct) : null;
        var lines = conversation is null ? [] : await LinesAsync(conversation.Id, clinic, now, ct);
        var others = conversation is null ? [] : (await queue.ListAsync(new QueueQuery(person.Clinics, OpenOnly: true, ConversationId: conversation.Id), ct)).Items;
        return new TicketSheet(ticket, clinic, conversation, Packet.Read(ticket.Summary), lines, await queue.NotesAsync(ticketId, ct),
            [.. others.Where(other => other.Id != ticketId)], now);
    }

    public async Task<IReadOnlyList<Line>> LinesAsync(string conversationId, Clinic clinic, DateTimeOffset localNow, CancellationToken ct) =>
        [.. (await conversations.EntriesAsync(conversationId, 0, Most, ct)).Select(entry => LineOf(entry, clinic, localNow))];

    private static Line LineOf(ReadEntry read, Clinic clinic, DateTimeOffset localNow)
    {
        var entry = read.Entry;
        var who = entry.From switch
        {
            Speaker.Patient => "Patient",
            Speaker.Staff => entry.Author ?? "Staff",
            _ => "Assistant",
        };
        var lost = read.Delivery is "undelivered" or "failed" or "expired" or "held" or "withdrawn" or "needs-review";
        var delivery = read.Delivery is null ? null : read.Reason is { } why ? $"{read.Delivery} ({why})" : read.Delivery;
        return new Line(entry.Sequence, entry.From.ToString().ToLowerInvariant(), who, entry.From == Speaker.Bot ? ConsoleWords.Plain(entry.Text) : entry.Text, ConsoleWords.Moment(clinic.LocalTime(entry.At), localNow),
            entry.Outcome, entry.Answers?.Split(',') ?? [], delivery, lost);
    }
}
