using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Room;

/// <summary>
/// Tells administrators 30, 14 and 3 days before an approval ends, and on the day it ends: a ticket in the console, which the places that hear of new
/// tickets hear of too. One per threshold and day of ending, however many texts end together.
/// </summary>
internal sealed class ApprovalWarnings(ApprovalBook book, RoomReader reader, ClinicStore store, ClinicDirectory clinics, ClinicClock clock, Changes changes)
{
    public const string Reason = "approval-ends";

    private const int MostNamed = 20;
    private static readonly int[] Thresholds = [0, 3, 14, 30];
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private DateTimeOffset looked;
    private IReadOnlyList<Approval>? seen;

    /// <summary>A <see cref="PolledWork"/>; it looks every ten minutes of clinic time and whenever the approvals were read anew.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var (now, approvals) = (clock.UtcNow, book.Asked);
        if (!book.Asks || (ReferenceEquals(approvals, seen) && now >= looked && now - looked < Pause)) return;
        var ending = (await reader.ReadAsync(ct)).Where(item => item.Until is { } until && ThresholdOf(until - now) is not null && item.State != "recalled").GroupBy(item => DateOnly.FromDateTime(item.Until!.Value.UtcDateTime));
        foreach (var day in ending)
            foreach (var clinic in clinics.All)
                await WarnAsync(clinic, day.Key, [.. day], now, ct);
        (looked, seen) = (now, approvals);
    }

    private async Task WarnAsync(Clinic clinic, DateOnly day, IReadOnlyList<RoomItem> items, DateTimeOffset now, CancellationToken ct)
    {
        var threshold = ThresholdOf(items.Min(item => item.Until!.Value) - now)!.Value;
        var key = string.Create(CultureInfo.InvariantCulture, $"{Reason}/{day:yyyy-MM-dd}/{threshold}");
        await using (var db = store.Read())
            if (await db.Handoffs.AnyAsync(h => h.ClinicId == clinic.Id && h.UniqueKey == key, ct)) return;
        await store.Write(db => TicketBook.OpenAsync(db, new NewTicket(clinic.Id, HandoffKind.Technical, Packet(items, day, threshold), Language.English, Reason: Reason, UniqueKey: key), now), ct);
        changes.Publish(new Change(clinic.Id));
    }

    private static List<SummaryField> Packet(IReadOnlyList<RoomItem> items, DateOnly day, int threshold)
    {
        var date = day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);
        var named = items.OrderBy(item => item.Kind, StringComparer.Ordinal).ThenBy(item => item.Title, StringComparer.Ordinal).Take(MostNamed)
            .Select(item => $"{item.Title} ({item.Kind}, {item.Language.Code()})");
        var more = items.Count > MostNamed ? [$"and {items.Count - MostNamed} more"] : Array.Empty<string>();
        return
        [
            new("Why", threshold == 0 ? $"The approval of {items.Count} texts ended on {date}." : $"The approval of {items.Count} texts ends on {date}, in {threshold} days or less."),
            new("Ask", "A clinician reads them in the content room and signs or changes them. Answers and preparation fall silent without a signature; safety, consent and service sentences are said all the same."),
            new("Texts", string.Join("\n", named.Concat(more))),
        ];
    }

    private static int? ThresholdOf(TimeSpan left) => Thresholds.Where(days => left <= TimeSpan.FromDays(days)).Select(days => (int?)days).FirstOrDefault();
}
