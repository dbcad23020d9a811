using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Figures;

/// <param name="Waited">Minutes until a person took, answered or closed it; null while nobody has.</param>
/// <param name="Answered">Minutes until the first word of a person; null when nobody wrote.</param>
internal sealed record Request(DateOnly Day, double? Waited, double? Answered, bool StillWaits);

/// <summary>How long patients waited for a person, request by request.</summary>
internal static class WaitReader
{
    private static readonly HandoffKind[] Ours = [HandoffKind.Call, HandoffKind.Technical];

    public static async Task<IReadOnlyList<Request>> ReadAsync(ClinicDb db, Clinic clinic, DateTimeOffset since, CancellationToken ct)
    {
        var tickets = await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.WaitingSince >= since && !Ours.Contains(h.Kind))
            .Select(h => new { h.ConversationId, h.WaitingSince, h.ClaimedAt, h.ClosedAt, h.State }).ToListAsync(ct);
        var words = (await db.Transcript.Where(t => t.ClinicId == clinic.Id && t.From == Speaker.Staff && t.At >= since).Select(t => new { t.ConversationId, t.At }).ToListAsync(ct))
            .ToLookup(t => t.ConversationId, t => t.At);
        return [.. tickets.Select(h =>
        {
            var said = words[h.ConversationId ?? ""].Where(at => at >= h.WaitingSince && !(at > h.ClosedAt)).Select(at => (DateTimeOffset?)at).Min();
            // A ticket that was passed on names when the last person took it; the patient had heard from the first.
            var taken = new[] { said, h.ClaimedAt, h.ClosedAt }.Min();
            return new Request(clinic.DateOf(h.WaitingSince), (taken - h.WaitingSince)?.TotalMinutes, (said - h.WaitingSince)?.TotalMinutes, h.State == HandoffState.Waiting);
        })];
    }

    /// <summary>The smallest of the values that <paramref name="share"/> of them do not exceed; null of none.</summary>
    public static double? Within(IEnumerable<double?> minutes, double share)
    {
        var known = minutes.OfType<double>().Order().ToList();
        return known.Count == 0 ? null : known[(int)Math.Ceiling(known.Count * share) - 1];
    }
}
