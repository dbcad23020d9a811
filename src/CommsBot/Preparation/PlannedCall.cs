namespace CommsBot.Preparation;

internal enum PlannedCallState
{
    /// <summary>Its moment has not come.</summary>
    Waiting,

    /// <summary>It stands on the call list, or a person was told in another way.</summary>
    Opened,

    /// <summary>It became unnecessary before its moment came.</summary>
    Dropped,
}

/// <summary>
/// A call of a plan: planned together with the texts, so that a silence becomes a person's task without anybody remembering it.
/// One row per plan version, reason and step, so that a call staff have closed is not asked for again.
/// </summary>
internal sealed class PlannedCall
{
    public long Id { get; init; }
    public required string ClinicId { get; init; }
    public required string AppointmentId { get; init; }
    public required int PlanVersion { get; init; }
    public required CallReason Reason { get; init; }

    /// <summary>The step it is about; empty when it is about the whole visit.</summary>
    public required string Step { get; init; }

    /// <summary>Clinic time at which it appears on the call list.</summary>
    public required DateTimeOffset OpensAt { get; set; }

    /// <summary>Clinic time the call must come before.</summary>
    public required DateTimeOffset Deadline { get; set; }

    /// <summary>Too few staffed minutes remain between the two.</summary>
    public required bool Page { get; set; }
    public required CallUnless Unless { get; init; }
    public PlannedCallState State { get; set; }

    /// <summary>The ticket it became or joined; while it waits for another try, the one that reached nobody; null when it never opened.</summary>
    public string? TicketId { get; set; }
}
