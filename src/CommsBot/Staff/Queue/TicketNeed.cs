using CommsBot.Handoff;

namespace CommsBot.Staff.Queue;

/// <summary>What a ticket asks for, in one line.</summary>
internal static class TicketNeed
{
    private const int Longest = 140;

    // The last words of a booking are "That's right"; what is wished for stands in its fields.
    /// <param name="packet">What the ticket was told, as the reader may know it.</param>
    public static string Of(HandoffTicket ticket, IReadOnlyList<SummaryField> packet)
    {
        var need = ticket.Kind == HandoffKind.Booking && Value(PacketField.BestTimes) is { } days
            ? Value("Reason") is { } reason ? $"{days}: {reason}" : days
            : Value(PacketField.Need) ?? Why() ?? packet.FirstOrDefault(field => field.Value is not null)?.Value ?? ReasonWords.Of(ticket.Reason ?? "");
        return need.Length > Longest ? need[..Longest] + " …" : need;

        string? Why() => Packet.ValueOf(packet, "Why") is { } why ? ReasonWords.Of(why.Split('\n')) : null;

        // What was said last, where several requests joined.
        string? Value(string name) => packet.LastOrDefault(field => field.Name == name && field.Value is not null)?.Value;
    }
}
