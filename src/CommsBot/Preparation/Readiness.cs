namespace CommsBot.Preparation;

internal enum ReadinessState
{
    NotStarted,
    OnTrack,
    NeedsCall,
    Ready,
    AtRisk,
}

/// <summary>What is known of one appointment's current plan version when its readiness is asked.</summary>
/// <param name="FastBegins">No food after this; null when nobody may state times.</param>
/// <param name="OpenTasks">The reasons of its call tasks that are open, as codes.</param>
internal sealed record ReadinessFacts(
    Visit Visit, DateTimeOffset? FastBegins, bool AnyTextLeft, bool FastingUnderstood, IReadOnlyList<string> OpenTasks, int AtRiskHours, bool NeedsFast = true)
{
    /// <summary>A visit without a fast is ready when one of its texts was answered.</summary>
    public bool NeedsAnswer { get; init; }
    public bool NeedsDriver { get; init; } = true;
}

/// <summary>How ready an appointment is. Taken back by itself when a fact changes: a move starts a new plan version, a new symptom opens a task.</summary>
/// <param name="Reasons">What is missing, as codes: open tasks first.</param>
/// <param name="HoursLeft">Until the fast begins (until the visit when there is none), rounded down to tenths; 0 when it has begun.</param>
internal sealed record Readiness(ReadinessState State, IReadOnlyList<string> Reasons, double HoursLeft)
{
    /// <summary>The state on the wire: <c>on-track</c>.</summary>
    public string StateCode => Words.Kebab(State.ToString());

    /// <summary>
    /// Ready: fasting understood, driver named, health screen cleared, no open task. At risk: not ready and the fast begins within
    /// <see cref="ReadinessFacts.AtRiskHours"/> or has begun. Needs a call: a task is open. Not started: no text has left and there is still time.
    /// </summary>
    public static Readiness Of(ReadinessFacts facts, DateTimeOffset now)
    {
        var left = (facts.FastBegins ?? facts.Visit.StartsAt) - now;
        var hours = Math.Max(0, Math.Floor(left.TotalHours * 10) / 10);
        List<string> reasons = [.. facts.OpenTasks.Union(Missing(facts))];
        if (reasons.Count == 0) return new(ReadinessState.Ready, reasons, hours);
        if (left <= TimeSpan.FromHours(facts.AtRiskHours)) return new(ReadinessState.AtRisk, reasons, hours);
        if (facts.OpenTasks.Count > 0) return new(ReadinessState.NeedsCall, reasons, hours);
        return new(facts.AnyTextLeft ? ReadinessState.OnTrack : ReadinessState.NotStarted, reasons, hours);
    }

    private static IEnumerable<string> Missing(ReadinessFacts facts)
    {
        var individual = facts.Visit.Mode == PreparationMode.Individual;
        if (facts.NeedsFast && !individual && facts.Visit.Screen is HealthScreen.Unknown) yield return "health-screen-open";
        if (facts.NeedsFast && !individual && facts.Visit.Screen is HealthScreen.Held or HealthScreen.AnsweredLate) yield return "health-screen-held";
        if (facts.NeedsFast && !facts.FastingUnderstood) yield return "fasting-not-understood";
        if (facts.NeedsAnswer && !facts.FastingUnderstood) yield return "not-confirmed";
        if (facts.NeedsDriver && string.IsNullOrWhiteSpace(facts.Visit.DriverName)) yield return "driver-not-named";
    }
}
