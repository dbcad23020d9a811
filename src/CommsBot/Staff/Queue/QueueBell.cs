using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Queue;

/// <summary>What is new in one person's queue since the last look, for sound and notification.</summary>
internal sealed class QueueBell(QueueReader queue, ClinicStore store)
{
    private IReadOnlyDictionary<string, long>? seen;
    private int waiting;

    /// <summary>How many rows wait for somebody, and what rings now: the kind of the most urgent news, never a name. The first look rings for nothing.</summary>
    public async Task<(int Waiting, string? Rings, bool Danger)> LookAsync(DeskPerson person, CancellationToken ct)
    {
        var (bands, stamps) = await queue.QueueAsync(person, ct);
        // Every open page looks again every few seconds; mostly nothing has changed.
        if (ReferenceEquals(seen, stamps)) return (waiting, null, false);
        var rows = bands.Where(band => band.Key != QueueBand.Resting).SelectMany(band => band.Rows.Where(row => row.Id is not null).Select(row => (Band: band.Key, Row: row)));
        waiting = rows.Count(row => row.Row.ClaimedBy is null);
        var before = seen;
        seen = stamps;
        if (before is null) return (waiting, null, false);
        var news = rows.Where(row => (row.Row.ClaimedBy is null || row.Row.Mine) && row.Row.Stamp > before.GetValueOrDefault(row.Row.Key)).ToList();
        if (news.Exists(row => row.Row.Spanish && row.Band != "danger") && !person.Spanish && await SpanishSpokenAsync(person, ct))
            news.RemoveAll(row => row.Row.Spanish && row.Band != "danger");
        return news.Count == 0 ? (waiting, null, false) : (waiting, news[0].Row.NewWords ? "New words" : news[0].Row.Kind, news[0].Band == "danger");
    }

    /// <summary>A Spanish ticket rings for those who speak Spanish; where nobody does, for all.</summary>
    private async Task<bool> SpanishSpokenAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        var speakers = await db.Users.Where(u => u.Spanish && !u.Disabled).ToListAsync(ct);
        return speakers.Exists(u => u.ClinicIds.Intersect(person.Clinics).Any());
    }
}
