using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Patients;

namespace CommsBot.Preparation;

internal enum VisitStatus
{
    Booked,
    Cancelled,
    Fulfilled,
    NoShow,
}

/// <summary>What is known about the things that make a generic fasting text unsafe (diabetes, pregnancy, sedating medicine ...).</summary>
internal enum HealthScreen
{
    /// <summary>Not asked, or asked and not answered.</summary>
    Unknown,

    /// <summary>The patient answered that none apply.</summary>
    ClearedByPatient,

    /// <summary>A clinician released the fasting instruction, knowing the patient. Also holds for minors.</summary>
    ClearedByStaff,

    /// <summary>The patient answered that none apply, but was first asked, or answered by text, after the screen's deadline: a clinician releases the fast all the same.</summary>
    AnsweredLate,

    /// <summary>The patient said that one applies, or staff hold it. Only a clinician's release or individual times set with that knowledge lift this.</summary>
    Held,
}

internal enum PreparationMode
{
    /// <summary>The clinic's signed fasting rule.</summary>
    Standard,

    /// <summary>Cut-off times that a clinician set for this visit.</summary>
    Individual,

    /// <summary>Staff prepare this patient themselves; nothing is texted.</summary>
    None,
}

/// <summary>What the planner needs to know of one appointment.</summary>
internal sealed record Visit(DateTimeOffset StartsAt)
{
    public VisitStatus Status { get; init; }

    public HealthScreen Screen { get; init; }

    public PreparationMode Mode { get; init; }

    /// <summary>With <see cref="PreparationMode.Individual"/>: no food after this instant.</summary>
    public DateTimeOffset? FoodUntil { get; init; }

    /// <summary>With <see cref="PreparationMode.Individual"/>: clear liquids until this instant.</summary>
    public DateTimeOffset? ClearLiquidsUntil { get; init; }

    /// <summary>Who drives the patient home, once known.</summary>
    public string? DriverName { get; init; }

    /// <summary>The visits on consecutive days it belongs to; null when it stands alone.</summary>
    public SeriesPlace? Series { get; init; }

    /// <summary>With <see cref="PreparationMode.Individual"/>: the times were set before the patient said that one of the health questions applies.</summary>
    public bool SaidYesAfterTimes { get; init; }

    /// <summary>A clinician let the fast go, or times for this visit stand that no later yes puts in doubt.</summary>
    public bool IsReleased => Screen == HealthScreen.ClearedByStaff || (Mode == PreparationMode.Individual && !SaidYesAfterTimes);

    /// <summary>Why only a clinician can let the fast go, whatever is still to be asked; null when nothing says so.</summary>
    public CallReason? HeldBy => IsReleased ? null : Screen switch
    {
        HealthScreen.Held => CallReason.ScreenHeld,
        HealthScreen.AnsweredLate => CallReason.LateHeld,
        _ => null,
    };
}

/// <summary>Where a visit stands among visits on consecutive days.</summary>
/// <param name="Day">1 for the first.</param>
/// <param name="Last">Start of the last one.</param>
/// <param name="BeforeEnds">When the visit of the day before ends; null for the first.</param>
internal sealed record SeriesPlace(int Day, int Of, DateTimeOffset First, DateTimeOffset Last, DateTimeOffset? BeforeEnds)
{
    public bool Leads => Day == 1;
}

/// <summary>What the planner needs to know of the patient and the number that is texted.</summary>
internal sealed record PlanPatient
{
    public required Language Language { get; init; }

    public string? FirstName { get; init; }

    /// <summary>Where the patient's day is; null means the clinic's zone.</summary>
    public Zone? Zone { get; init; }

    /// <summary>Where the number that is texted suggests that its holder's day is: quiet hours there are kept too.</summary>
    public IReadOnlyList<Zone> NumberZones { get; init; } = [];

    /// <summary>Null counts as of age; the clinic checks ages when it books.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Consent to preparation texts is recorded, the number has not opted out and nobody marked it "do not contact".</summary>
    public bool MayText { get; init; }

    /// <summary>The number is somebody else's: nothing is planned for it but the search for another.</summary>
    public bool NumberClosed { get; init; }

    /// <summary>Why staff or the practice system say that the patient is not texted; null when nobody does.</summary>
    public BlockReason? Stop { get; init; }

    /// <inheritdoc cref="ContactBlocks.LeavesAlone"/>
    public bool IsLeftAlone => ContactBlocks.LeavesAlone(Stop);

    /// <summary>The number belongs to the recorded guardian; only then is a minor's preparation texted at all.</summary>
    public bool NumberIsGuardians { get; init; }

    /// <summary>The patient is under 18 today and no guardian is recorded.</summary>
    public bool LacksGuardian { get; init; }

    /// <summary>May be told by text at all, whatever the text says.</summary>
    public bool MayBeTold => MayText && !LacksGuardian;

    /// <summary>The consent names a text on every day of a series: the week's cap does not count, the day's does.</summary>
    public bool DailyTexts { get; init; }

    /// <summary>Clinic time at which the number was last told how to stop texts; null when it never was.</summary>
    public DateTimeOffset? StopNoticeAt { get; init; }

    /// <summary>Texts that count against the caps: planned ones already sent to this patient, and those planned for other visits.</summary>
    public IReadOnlyList<DateTimeOffset> OtherTexts { get; init; } = [];

    /// <summary>Steps of this visit at its present time that have left already; they are not planned again.</summary>
    public IReadOnlySet<string> StepsSent { get; init; } = new HashSet<string>();
}
