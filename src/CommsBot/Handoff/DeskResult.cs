using CommsBot.Conversations;

namespace CommsBot.Handoff;

/// <summary>Who acts at the desk: the name patients and colleagues read, and the clinics whose tickets this person may touch.</summary>
internal sealed record DeskPerson(string Name, IReadOnlyCollection<string> Clinics)
{
    public const string FrontDesk = "staff";

    /// <summary>The roles of those who act on tickets, least rights first.</summary>
    public static readonly IReadOnlyList<string> Ranks = [FrontDesk, "clinician", "administrator"];

    /// <summary><c>staff</c> (the front desk), <c>clinician</c>, <c>administrator</c> or <c>auditor</c>.</summary>
    public string Role { get; init; } = FrontDesk;

    /// <summary>Answers Spanish-speaking patients.</summary>
    public bool Spanish { get; init; }

    /// <summary>May read what a patient in crisis wrote, and open a record outside its own rights with a reason.</summary>
    public bool IsClinical => IsClinicalRole(Role);

    public string FirstName => FirstOf(Name);

    public static bool IsClinicalRole(string role) => role is "clinician" or "administrator";

    /// <summary>The role with fewer rights; an auditor acts on nothing.</summary>
    public static string Lesser(string one, string other) =>
        Ranks.Contains(one) && Ranks.Contains(other) ? Ranks.First(rank => rank == one || rank == other) : "auditor";

    public static string FirstOf(string name) => name.Split(' ', 2)[0];
}

internal enum DeskOutcome
{
    Done,

    /// <summary>No such ticket, or another clinic's.</summary>
    NotFound,

    /// <summary>The person is disabled or unknown.</summary>
    NotAllowed,
    Closed,

    /// <summary>A colleague holds the ticket or its conversation.</summary>
    ForeignClaimed,

    /// <summary>Somebody is in danger there, or a bad reaction is judged: the front desk sees that it is so and who has it.</summary>
    OnlyClinicians,

    /// <summary>The patient asked for no more texts.</summary>
    OptedOut,

    /// <summary>The words cannot be taken: empty, too long, nothing to write to. <see cref="DeskResult.Reason"/> says which.</summary>
    Refused,
}

/// <summary>What became of an act at the desk. Everything but <see cref="DeskOutcome.Done"/> changed nothing.</summary>
/// <param name="Said">The transcript entry of a message that was written.</param>
internal sealed record DeskResult(DeskOutcome Outcome, HandoffTicket? Ticket = null, string? Reason = null, TranscriptEntry? Said = null, HandoffNote? Note = null)
{
    public bool IsDone => Outcome == DeskOutcome.Done;

    public static DeskResult Done(HandoffTicket ticket) => new(DeskOutcome.Done, ticket);

    public static readonly DeskResult ForClinicians =
        new(DeskOutcome.OnlyClinicians, Reason: "Only a clinician or an administrator acts where somebody is in danger. If nobody has it, call the on-call clinician now.");

    public static readonly DeskResult ForClinicianToClose =
        new(DeskOutcome.OnlyClinicians, Reason: "Only a clinician or an administrator closes a report of a bad reaction. Pass it to one.");

    public static DeskResult Refused(string reason) => new(DeskOutcome.Refused, Reason: reason);
}
