namespace CommsBot.Handoff;

/// <summary>How a crisis or an emergency may end; each with a note of what happened. What counts false alarms goes by these very words.</summary>
internal static class DangerOutcomes
{
    public static readonly IReadOnlyList<string> All = ["Reached", "Welfare check asked", "911 called", "Could not reach", ClosedTicket.FalseAlarm];

    /// <returns>Why the ticket may not be closed like this; null when it may.</returns>
    public static string? Refusal(HandoffTicket ticket, string outcome, string? note)
    {
        if (ticket.Kind is not (HandoffKind.Crisis or HandoffKind.Emergency)) return null;
        if (!All.Contains(outcome)) return $"A crisis or an emergency is closed with one of these outcomes: {string.Join(", ", All)}.";
        return string.IsNullOrWhiteSpace(note) ? "A crisis or an emergency is closed with a note of what happened." : null;
    }
}
