namespace CommsBot.Staff.Presence;

/// <summary>Somebody has a ticket open. Machine time; a row that is not renewed means nothing after half a minute.</summary>
internal sealed class Viewer
{
    public required string TicketId { get; init; }
    public required string Person { get; init; }
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>The last key of a reply to the patient; null before the first.</summary>
    public DateTimeOffset? TypedAt { get; set; }
}
