namespace CommsBot.Staff.Console;

/// <summary>One line of the queue: a patient's most urgent ticket, and what else waits for the same patient.</summary>
public sealed record QueueRow(
    string Id, string Kind, string Patient, string Channel, bool Spanish, string Waiting, string? HoursLeft, bool Raised, string? ClaimedBy, bool Mine,
    string Need, string Clinic, string? Also, string? ConversationId);

/// <summary>The rows of one urgency band.</summary>
public sealed record QueueBand(string Name, string Key, IReadOnlyList<QueueRow> Rows);
