using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>What the visit's preparation consists of, seen at one moment. The same facts give the same plan.</summary>
internal sealed record Plan(IReadOnlyList<PlannedText> Texts, IReadOnlyList<CallTask> Calls, DateTimeOffset? FoodUntil, DateTimeOffset? ClearLiquidsUntil)
{
    public static readonly Plan Empty = new([], [], null, null);
}

/// <summary>Why a planned text may not leave for now.</summary>
internal enum Hold
{
    None,

    /// <summary>Nobody agreed to be texted.</summary>
    Consent,

    /// <summary>The health screen is open or held.</summary>
    HealthScreen,

    /// <summary>The patient is under the protocol's age.</summary>
    Minor,
}

/// <summary>One text of a plan.</summary>
/// <param name="DueAt">The first moment it may leave; lawful for the patient.</param>
/// <param name="NotAfter">Its last useful moment: undelivered by then means a person calls.</param>
/// <param name="Stands">Steps whose content this text carries beside its own, because they could not be sent themselves.</param>
internal sealed record PlannedText(
    string Step, Language Language, DateTimeOffset DueAt, DateTimeOffset NotAfter, string Body, Expected Expects, Hold Hold, IReadOnlyList<string> Stands);

/// <summary>What an answer to a text means.</summary>
internal enum Expected
{
    /// <summary>1 understood, 2 reschedule, 3 call me.</summary>
    Understood,

    /// <summary>1 none of these, 3 one of these or not sure.</summary>
    Screen,

    /// <summary>No reply is asked for.</summary>
    Nothing,
}

internal enum CallReason
{
    NoConsent,

    /// <summary>Under age, and no guardian to text.</summary>
    Minor,
    ScreenHeld,

    /// <summary>Under age: whatever the health screen says, a nurse releases the fast.</summary>
    MinorHeld,

    /// <summary>The health screen was first asked, or answered by text, after its deadline: a nurse releases the fast although nothing speaks against it.</summary>
    LateHeld,
    ScreenTooLate,
    ScreenUnanswered,

    /// <summary>Nothing may be texted, the health screen neither.</summary>
    ScreenByPhone,
    FastingUnsigned,
    IndividualTimesUnclear,
    FastingTooLate,
    FastingLate,
    FastingUnanswered,

    /// <summary>The next day of a series, and nobody has recorded that the patient was told its times.</summary>
    NotToldInPerson,

    /// <summary>Staff called and could not reach the patient.</summary>
    CallAgain,
    NoLawfulMoment,

    /// <summary>The visit nears, and nobody knows who drives the patient home.</summary>
    DriverNotNamed,

    /// <summary>A visit without a fast nears, and none of its texts was answered.</summary>
    NotConfirmed,

    /// <summary>The number on file is somebody else's: a person must find another way to reach the patient.</summary>
    WrongNumber,

    /// <summary>The patient asked for no texts, whatever was agreed to before.</summary>
    PrepareWithoutTexts,

    /// <summary>The practice system books somebody whom it does not count as a patient any more.</summary>
    InactivePatient,
}

/// <summary>What makes a task that was planned ahead unnecessary when its moment comes.</summary>
internal enum CallUnless
{
    Never,
    ScreenCleared,
    StepUnderstood,
    DriverNamed,
}

/// <summary>A call that a person must make.</summary>
/// <param name="OpensAt">When it appears on the call list; not later than now means at once.</param>
/// <param name="Deadline">The moment the call must come before: the start of the fast, or of the visit when the fast has begun.</param>
/// <param name="Page">Fewer staffed minutes than the clinic demands lie between the two, so that on-call staff are paged.</param>
internal sealed record CallTask(CallReason Reason, string? Step, DateTimeOffset OpensAt, DateTimeOffset Deadline, bool Page, CallUnless Unless)
{
    /// <summary>The words of the text that comes too late, for whoever says them on the phone; null when a text still says them.</summary>
    public string? Ask { get; init; }

    /// <summary>The reason as it appears on the wire: <c>no-consent</c>.</summary>
    public string ReasonCode => Words.Kebab(Reason.ToString());
}

/// <summary>Names of this slice's values as they appear on the wire and on the board.</summary>
internal static class Words
{
    /// <summary><c>ScreenTooLate</c> becomes <c>screen-too-late</c>.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
