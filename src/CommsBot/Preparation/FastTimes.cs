using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>The cut-off times of one visit. "Eight hours before" is elapsed time, also in the two odd nights.</summary>
/// <param name="FoodUntil">The fast begins here.</param>
internal sealed record FastTimes(DateTimeOffset FoodUntil, DateTimeOffset ClearUntil)
{
    /// <summary>
    /// By the signed rule. Patients get one time to stop eating, the earlier of food and fatty food: two cut-offs in one text are mixed up, and a late
    /// heavy meal is the dangerous mistake.
    /// </summary>
    public static FastTimes By(FastingRule rule, DateTimeOffset startsAt) =>
        new(startsAt.AddHours(-Math.Max(rule.FoodHours, rule.FattyMealHours)), startsAt.AddHours(-rule.ClearLiquidHours));

    /// <summary>The visit's times, or the reason why nobody may state any.</summary>
    public static (FastTimes? Times, CallReason? Why) Of(Visit visit, Clinic clinic) => visit.Mode switch
    {
        PreparationMode.Individual => Individual(visit),
        _ when clinic.Fasting is { } rule => (By(rule, visit.StartsAt), null),
        _ => (null, CallReason.FastingUnsigned),
    };

    /// <summary>The same times have the same key; null when nobody may state any.</summary>
    public static string? KeyOf(Visit visit, Clinic clinic) =>
        Of(visit, clinic).Times is { } times ? $"{times.FoodUntil.ToUniversalTime():yyyyMMdd'T'HHmm}/{times.ClearUntil.ToUniversalTime():yyyyMMdd'T'HHmm}" : null;

    private static (FastTimes?, CallReason?) Individual(Visit visit)
    {
        if (visit is not { FoodUntil: { } food, ClearLiquidsUntil: { } clear }) return (null, CallReason.IndividualTimesUnclear);
        // Two days is longer than any fast; a date typed wrongly must reach a person, not a patient.
        if (food > clear || clear > visit.StartsAt || visit.StartsAt - food > TimeSpan.FromDays(2)) return (null, CallReason.IndividualTimesUnclear);
        return (new FastTimes(food, clear), null);
    }
}
