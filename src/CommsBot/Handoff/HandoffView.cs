using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;

namespace CommsBot.Handoff;

/// <summary>A ticket as programs read it: words in lower case, instants with the clinic's offset.</summary>
internal sealed record HandoffView(
    string Id, string Clinic, string Kind, string State, int Urgency, string? Channel, string Language, string? ConversationId, string? AppointmentId,
    string? Patient, IReadOnlyList<SummaryView> Summary, string? Reason, DateTimeOffset WaitingSince, DateTimeOffset? RaisedAt, DateTimeOffset? Deadline,
    string? ClaimedBy, DateTimeOffset? ClaimedAt, DateTimeOffset? ClosedAt, string? ClosedBy, string? Outcome, bool? Helped)
{
    /// <summary>What staff noted; null in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NoteView>? Notes { get; init; }

    /// <summary>The newest messages of the conversation, oldest first; null in lists and for a task without a thread.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ActivityView>? Transcript { get; init; }

    /// <summary>With what the ticket itself was told, where the rest of the packet stands beside it anyway.</summary>
    public static HandoffView Of(HandoffTicket ticket, Clinic clinic) => Of(ticket, clinic, Packet.Read(ticket.Summary));

    public static HandoffView Of(HandoffTicket ticket, Clinic clinic, IEnumerable<SummaryField> packet)
    {
        return new HandoffView(
            ticket.Id, ticket.ClinicId, Word(ticket.Kind), Word(ticket.State), ticket.Urgency, Word(ticket.Channel), ticket.Language.Code(),
            ticket.ConversationId, ticket.AppointmentId, ticket.Patient, [.. packet.Select(f => new SummaryView(f.Name, f.Value, f.Sequence))],
            ticket.Reason, clinic.LocalTime(ticket.WaitingSince), Local(ticket.RaisedAt), Local(ticket.Deadline),
            ticket.ClaimedBy, Local(ticket.ClaimedAt), Local(ticket.ClosedAt), ticket.ClosedBy, ticket.Outcome, ticket.Helped);

        DateTimeOffset? Local(DateTimeOffset? instant) => instant is { } known ? clinic.LocalTime(known) : null;
    }

    [return: NotNullIfNotNull(nameof(value))]
    private static string? Word(Enum? value) => value?.ToString().ToLowerInvariant();
}

/// <param name="Value">Null: not given.</param>
/// <param name="Message">The <c>id</c>, within the conversation's activities, of the message it was read from; null when no message said it.</param>
internal sealed record SummaryView(string Name, string? Value, long? Message);

internal sealed record NoteView(string Author, string Text, DateTimeOffset At)
{
    public static NoteView Of(HandoffNote note, Clinic clinic) => new(note.Author, note.Text, clinic.LocalTime(note.At));
}
