using System.ComponentModel.DataAnnotations.Schema;

namespace CommsBot.Staff.Presence;

/// <summary>Somebody has a talk or a ticket open. Machine time; a row that is not renewed means nothing after half a minute.</summary>
internal sealed class Viewer
{
    /// <summary>A conversation, or a ticket without one; the column is of the time when everybody looked at a ticket.</summary>
    [Column("TicketId")]
    public required string LookedAt { get; init; }
    public required string Person { get; init; }
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>The last key of a reply to the patient; null before the first.</summary>
    public DateTimeOffset? TypedAt { get; set; }
}
