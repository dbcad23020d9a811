using CommsBot.Content;
using CommsBot.Conversations;

namespace CommsBot.Handoff;

internal enum HandoffKind
{
    Crisis,
    Emergency,
    Clinical,
    Adverse,
    Call,
    Booking,
    Question,
    Complaint,
    Records,
    Outside,
    Technical,
}

internal enum HandoffState
{
    Waiting,
    Claimed,
    Closed,
}

/// <summary>Something a person must do, as one row of the staff queue. Closed only by a person, with an outcome.</summary>
internal sealed class HandoffTicket
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required HandoffKind Kind { get; set; }

    /// <summary>A crisis or an emergency.</summary>
    public bool IsDanger => Kind is HandoffKind.Crisis or HandoffKind.Emergency;
    public HandoffState State { get; set; }

    /// <summary>Lower is more urgent.</summary>
    public int Urgency { get; set; }
    public string? ConversationId { get; init; }
    public string? AppointmentId { get; init; }

    /// <summary>How the patient reaches us; null for a task that no conversation raised.</summary>
    public Channel? Channel { get; init; }
    public Language Language { get; init; }

    /// <summary>Who it is about as staff see it (name or number), encrypted at rest; null when nothing is known.</summary>
    public string? Patient { get; set; }
    public string? PhoneHash { get; init; }

    /// <summary>The packet: <see cref="SummaryField"/>s as JSON, encrypted at rest.</summary>
    public required string Summary { get; set; }

    /// <summary>Names why the ticket exists in one word (a rule id, a step id, a provider code); never the patient's words.</summary>
    public string? Reason { get; init; }

    /// <summary>Makes a task that must exist once exist once, e.g. one consent task per appointment; null where several may stand side by side.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Clinic time.</summary>
    public required DateTimeOffset WaitingSince { get; set; }

    /// <summary>Clinic time at which something new last joined a ticket that was already open; null when nothing did.</summary>
    public DateTimeOffset? RaisedAt { get; set; }

    /// <summary>Clinic time by which a person must have acted; null when nothing runs out.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>On-call staff are paged at once and at any hour, because too few staffed minutes remain before its deadline.</summary>
    public bool PageAtOnce { get; set; }

    /// <summary>
    /// How many pages about it went to on-call staff, and when the newest did (clinic time). A danger has the time of its claim where nobody was paged
    /// before: claimed and without a time, it got worse since.
    /// </summary>
    public int Pages { get; set; }
    public DateTimeOffset? PagedAt { get; set; }

    /// <summary>Clinic time at which the places that hear of new tickets were written down; null while they were not.</summary>
    public DateTimeOffset? NoticedAt { get; set; }

    /// <summary>How often it passed its kind's limit unclaimed.</summary>
    public int Escalations { get; set; }

    /// <summary>Clinic time by which the patient was told a person will be in touch; null while nothing was promised.</summary>
    public DateTimeOffset? PromisedAt { get; set; }

    /// <summary>Clinic time until which it rests at the end of the queue, and who put it there.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }
    public string? SnoozedBy { get; set; }
    public string? ClaimedBy { get; set; }

    /// <summary>Clinic time of the claim; where no conversation holds the lease, of the newest sign of whoever has it.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? ClosedBy { get; set; }

    /// <summary>How it ended, encrypted at rest: a program may say it in words of its own.</summary>
    public string? Outcome { get; set; }

    /// <summary>Clinic time at which the patient was asked whether it helped, and answered; null while it was not.</summary>
    public DateTimeOffset? HelpAskedAt { get; set; }
    public DateTimeOffset? HelpSaidAt { get; set; }

    /// <summary>What the patient answered; null without an answer.</summary>
    public bool? Helped { get; set; }
}

/// <summary>One line of the packet: what, its value ("not given" when null), and the transcript entry it was read from.</summary>
internal sealed record SummaryField(string Name, string? Value, long? Sequence = null);

internal sealed class HandoffNote
{
    public long Id { get; init; }
    public required string TicketId { get; init; }
    public required string ClinicId { get; init; }
    public required string Author { get; init; }

    /// <summary>Encrypted at rest.</summary>
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
}
