using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>The crises and emergencies of a talk, open and closed.</summary>
internal static class Dangers
{
    /// <summary>Clinic time at which the patient last told of one; null when never. What was closed as a false alarm was none.</summary>
    public static async Task<DateTimeOffset?> NewestAsync(ClinicDb db, string conversationId)
    {
        var tickets = await db.Handoffs.AsNoTracking()
            .Where(h => h.ConversationId == conversationId && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency)).ToListAsync();
        var real = tickets.FindAll(ticket => ticket.Outcome != ClosedTicket.FalseAlarm);
        if (real.Count == 0) return null;
        var opened = real.Max(ticket => ticket.WaitingSince);
        var flagged = real.SelectMany(ticket => Packet.Read(ticket.Summary)).Where(field => field.Name == PacketField.RedFlags).Max(field => field.Sequence);
        var again = await db.Transcript.Where(t => t.ConversationId == conversationId && t.Sequence == flagged).MaxAsync(t => (DateTimeOffset?)t.At);
        return again > opened ? again : opened;
    }
}
