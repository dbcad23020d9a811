using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Queue;

/// <summary>What is new in one person's queue since the last look, for sound and notification.</summary>
internal sealed class QueueBell(QueueReader queue, ClinicStore store)
{
    private IReadOnlyDictionary<string, long>? seen;
    private Dictionary<string, (long Row, long Mention)> heard = [];
    private int waiting;

    /// <summary>How many rows wait for somebody, and what rings now: the kind of the most urgent news, never a name. The first look rings for nothing.</summary>
    public async Task<(int Waiting, string? Rings, bool Danger)> LookAsync(DeskPerson person, CancellationToken ct)
    {
        var (bands, stamps) = await queue.QueueAsync(person, ct);
        // Every open page looks again every few seconds; mostly nothing has changed.
        if (ReferenceEquals(seen, stamps)) return (waiting, null, false);
        var isFirst = seen is null;
        seen = stamps;
        var rows = bands.SelectMany(band => band.Rows.Where(row => row.Id is not null && (band.Key != QueueBand.Resting || row.Mentioned)).Select(row => new Heard(band.Key, row))).ToList();
        waiting = rows.Count(one => one.Band != QueueBand.Resting && one.Row.ClaimedBy is null);
        var before = heard;
        heard = rows.ToDictionary(one => one.Row.Key, one => (one.RowStamp, one.Row.MentionStamp));
        if (isFirst) return (waiting, null, false);
        var news = rows.FindAll(one => one.IsNews(before.GetValueOrDefault(one.Row.Key)));
        if (news.Exists(one => one.Row.Spanish && one.Band != "danger") && !person.Spanish && await SpanishSpokenAsync(person, ct))
            news.RemoveAll(one => one.Row is { Spanish: true, Mentioned: false } && one.Band != "danger");
        return news.Count == 0 ? (waiting, null, false) : (waiting, news[0].Words(before.GetValueOrDefault(news[0].Row.Key)), news[0].Band == "danger");
    }

    /// <summary>A row as it concerns one person: what a colleague has says nothing, until it is passed to them or a note names them.</summary>
    private sealed record Heard(string Band, QueueRow Row)
    {
        public long RowStamp => Row.Asks && Band != QueueBand.Resting ? Row.Stamp : 0;

        public bool IsNews((long Row, long Mention) before) => RowStamp > before.Row || Row.MentionStamp > before.Mention;

        public string Words((long Row, long Mention) before) => RowStamp <= before.Row ? "A note for you" : Row.NewWords ? "New words" : Row.Kind;
    }

    /// <summary>A Spanish ticket rings for those who speak Spanish; where nobody does, for all.</summary>
    private async Task<bool> SpanishSpokenAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        var speakers = await db.Users.Where(u => u.Spanish && !u.Disabled).ToListAsync(ct);
        return speakers.Exists(u => u.ClinicIds.Intersect(person.Clinics).Any());
    }
}
