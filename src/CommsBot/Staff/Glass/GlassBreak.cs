using System.ComponentModel.DataAnnotations.Schema;

namespace CommsBot.Staff.Glass;

/// <summary>Somebody opened a record outside their rights, said why, and may read it for an hour.</summary>
internal sealed class GlassBreak
{
    public long Id { get; init; }
    public required string ClinicId { get; init; }

    /// <summary>A ticket, a conversation or a patient; the column is of the time when only tickets could be opened.</summary>
    [Column("TicketId")]
    public required string RecordId { get; init; }
    public required string Person { get; init; }

    /// <summary>Encrypted at rest: people write about patients here.</summary>
    public required string Reason { get; init; }

    /// <summary>Machine time.</summary>
    public required DateTimeOffset Until { get; init; }
}
