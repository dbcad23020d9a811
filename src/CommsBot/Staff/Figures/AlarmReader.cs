using System.Text.Json;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Figures;

/// <summary>
/// How staff closed the dangers the bot called, by what found them: <c>evaluate</c> reads the file and shows which phrase or net cries wolf. No word of a patient is in it.
/// </summary>
internal sealed class AlarmReader(ClinicStore store, ClinicClock clock)
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(365);

    /// <summary>One line of JSON for each rule, kind and language.</summary>
    public async Task<string> FileAsync(DeskPerson person, CancellationToken ct)
    {
        var since = clock.UtcNow - Span;
        await using var db = store.Read();
        var closed = await db.Handoffs
            .Where(h => person.Clinics.Contains(h.ClinicId) && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency)
                && h.State == HandoffState.Closed && h.ClosedAt >= since && h.Reason != null && h.ConversationId != null)
            .Select(h => new { h.Reason, h.Kind, h.Language, h.Outcome }).ToListAsync(ct);
        var lines = closed.GroupBy(h => (Rule: h.Reason!, h.Kind, h.Language)).OrderBy(g => g.Key.Rule, StringComparer.Ordinal).ThenBy(g => g.Key.Kind).ThenBy(g => g.Key.Language)
            .Select(g => JsonSerializer.Serialize(new JudgedAlarm(
                g.Key.Rule, g.Key.Kind.ToString().ToLowerInvariant(), g.Key.Language.Code(), g.Count(), g.Count(h => h.Outcome == ClosedTicket.FalseAlarm))));
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
