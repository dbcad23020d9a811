namespace CommsBot.Handoff;

/// <summary>A handoff a turn decided on; it becomes a row with the turn's commit, or joins the one that is already open.</summary>
/// <param name="Reason">One word that says why (a rule, a boundary); never the patient's words.</param>
/// <param name="TimeCritical">Stands above others of its kind: somebody is on the way, or has eaten.</param>
internal sealed record TicketDraft(HandoffKind Kind, string Reason, bool TimeCritical = false)
{
    /// <summary>What the patient gave for it; the transcript adds the rest.</summary>
    public IReadOnlyList<SummaryField> Packet { get; init; } = [];

    /// <summary>Name or number as staff see it, when the conversation told it.</summary>
    public string? Patient { get; init; }
    public string? AppointmentId { get; init; }

    /// <summary>On-call staff are paged at once, however long it is until the clinic opens.</summary>
    public bool PageAtOnce { get; init; }

    /// <summary>It got worse: whoever was paged about the open ticket is paged once more at once.</summary>
    public bool IsWorse { get; init; }
}
