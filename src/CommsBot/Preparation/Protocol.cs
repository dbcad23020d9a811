using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>How the patients of one kind of visit are prepared, as <c>dialogs/preparation/&lt;id&gt;.yaml</c> says.</summary>
/// <param name="LeastAge">Below this age nothing generic about fasting is sent.</param>
/// <param name="Notice">What the first text to a number ends with.</param>
/// <param name="Series">The protocol that takes over when such visits stand on consecutive days; null: each visit stands alone.</param>
/// <param name="Usual">Holds for an appointment that names no protocol.</param>
/// <param name="NeedsDriver">Nobody is ready for such a visit before it is known who drives them home.</param>
/// <param name="Sources">For whoever reads or signs it; patients read the texts alone, so no approval covers them.</param>
internal sealed record Protocol(string Id, string Title, string Version, string Owner, DateOnly Reviewed, DateOnly NextReview, IReadOnlyList<Source> Sources,
    int LeastAge, LocalText Notice, string? Series, bool NeedsDriver, bool Usual, IReadOnlyList<ProtocolStep> Steps)
{
    /// <summary>The steps of a visit that stands alone or is the first of its series.</summary>
    public IReadOnlyList<ProtocolStep> Leading { get; } = [.. Steps.Where(step => !step.Following)];

    public ProtocolStep? Fasting { get; } = Steps.FirstOrDefault(step => step is { Kind: StepKind.Fasting, Following: false });

    /// <summary>The line for the evening before the second and every later day of a series.</summary>
    public ProtocolStep? Evening { get; } = Steps.FirstOrDefault(step => step.Following);

    /// <summary>Whether visits on consecutive days are prepared together.</summary>
    public bool InSeries => Series is not null || Evening is not null;

    public ProtocolStep? Screen { get; } = Steps.FirstOrDefault(step => step.Kind == StepKind.Screen);

    /// <summary>Whoever was born then is below the least age on that day.</summary>
    public bool IsTooYoung(DateOnly? born, DateOnly on) => born?.AddYears(LeastAge) > on;
}

internal enum StepKind
{
    /// <summary>Useful to know; may be folded into a later step's catch-up wording.</summary>
    Information,

    /// <summary>The health question. Always a text of its own.</summary>
    Screen,

    /// <summary>States the cut-off times. Its last useful moment follows from the fast itself; held while the screen is not cleared.</summary>
    Fasting,
}

/// <summary>One text of a protocol.</summary>
/// <param name="Send">When it is sent if nothing stands against it.</param>
/// <param name="EarliestDaysBefore">How far ahead it may move when its day is not lawful or not free.</param>
/// <param name="Last">Its last useful moment; null for <see cref="StepKind.Fasting"/>.</param>
/// <param name="AnswerBy">Silence past this moment is a call; only for <see cref="StepKind.Screen"/>.</param>
/// <param name="Covers">Steps that the catch-up wording stands for when they could not be sent.</param>
internal sealed record ProtocolStep(string Id, StepKind Kind, string Purpose, SendWindow Send, int EarliestDaysBefore, DayMoment? Last, DayMoment? AnswerBy,
    IReadOnlyList<string> Covers, LocalText Text, LocalText? CatchUp)
{
    /// <summary>For the later days of a series, not for its first.</summary>
    public bool Following { get; init; }

    /// <summary>Understood only when the patient has said the time back; null: "understood" is enough.</summary>
    public TeachBack? TeachBack { get; init; }

    /// <summary>Everything it can say, each with its name in the file.</summary>
    public IEnumerable<(string Name, LocalText Text)> Wordings =>
        new (string Name, LocalText? Text)[]
        {
            ("text", Text), ("catchUp", CatchUp), ("teachBack.ask", TeachBack?.Ask), ("teachBack.wrong", TeachBack?.Wrong), ("teachBack.again", TeachBack?.Again),
        }.Where(said => said.Text is not null)!;

    public Expected Expects => Following ? Expected.Nothing : Kind == StepKind.Screen ? Expected.Screen : Expected.Understood;
}

/// <summary>What is said until the patient has texted back the time to stop eating.</summary>
/// <param name="Wrong">Puts a wrong time right, once; the next wrong one is a call.</param>
/// <param name="Again">After a bare digit, which could mean a clock time or a reply.</param>
internal sealed record TeachBack(LocalText Ask, LocalText Wrong, LocalText Again);

/// <summary>So many days before the visit, between these clock times at the clinic.</summary>
internal sealed record SendWindow(int DaysBefore, TimeOnly From, TimeOnly Until);

/// <summary>A clock time at the clinic, so many days before the visit.</summary>
internal sealed record DayMoment(int DaysBefore, TimeOnly At);
