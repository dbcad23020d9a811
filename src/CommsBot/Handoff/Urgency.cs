namespace CommsBot.Handoff;

/// <summary>The order of the queue: lower first. The steps leave room between kinds, and belong to the rows, so a change needs a migration.</summary>
internal static class Urgency
{
    public const int TimeCritical = 20;

    /// <param name="timeCritical">A step of today or tonight depends on it: a nurse's word or a call that is due. Raises clinical, adverse and call tasks only.</param>
    public static int Of(HandoffKind kind, bool timeCritical = false) => kind switch
    {
        HandoffKind.Crisis => 0,
        HandoffKind.Emergency => 10,
        HandoffKind.Clinical or HandoffKind.Adverse or HandoffKind.Call when timeCritical => TimeCritical,
        HandoffKind.Clinical => 30,
        HandoffKind.Adverse => 40,
        HandoffKind.Call => 50,
        HandoffKind.Booking => 60,
        HandoffKind.Question => 70,
        HandoffKind.Complaint => 80,
        HandoffKind.Records => 90,
        HandoffKind.Outside => 100,
        HandoffKind.Technical => 110,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The band of the queue page a ticket stands in.</summary>
    public static UrgencyBand BandOf(int urgency) => urgency switch
    {
        <= 10 => UrgencyBand.Danger,
        <= TimeCritical => UrgencyBand.Now,
        <= 40 => UrgencyBand.Clinical,
        _ => UrgencyBand.Other,
    };
}

internal enum UrgencyBand
{
    Danger,
    Now,
    Clinical,
    Other,
}
