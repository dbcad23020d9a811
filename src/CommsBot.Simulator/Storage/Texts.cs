using Microsoft.Data.Sqlite;

namespace CommsBot.Simulator.Storage;

/// <summary>Which texts a list names; every part that is null lets all pass.</summary>
internal sealed record TextFilter(string? To, string? From, DateTimeOffset? SentFrom, DateTimeOffset? SentBefore, long? BelowSeq, int Limit);

internal sealed class Texts(SimulatorDb db)
{
    private const string Columns =
        "seq, sid, direction, sender, receiver, body, shown, status, error, segments, media, service, callback, validity, "
        + "created, updated, sent, clinic_at";

    public void Add(Text text) => db.Run(
        """
        INSERT INTO texts (sid, direction, sender, receiver, body, shown, status, error, segments, media, service, callback, validity,
          created, updated, sent, clinic_at)
        VALUES ($sid, $direction, $from, $to, $body, $shown, $status, $error, $segments, $media, $service, $callback, $validity,
          $created, $updated, $sent, $clinic)
        """,
        ("$sid", text.Sid), ("$direction", text.Direction), ("$from", text.From), ("$to", text.To), ("$body", text.Body), ("$shown", text.Shown),
        ("$status", text.Status), ("$error", text.Error), ("$segments", text.Segments), ("$media", text.Media), ("$service", text.Service),
        ("$callback", text.Callback), ("$validity", text.Validity), ("$created", text.Created.UtcTicks), ("$updated", text.Updated.UtcTicks),
        ("$sent", text.Sent?.UtcTicks), ("$clinic", text.ClinicAt.UtcTicks));

    /// <summary>The text as the provider's API knows it; null when unknown or deleted there.</summary>
    public Text? Find(string sid) =>
        db.Query($"SELECT {Columns} FROM texts WHERE sid = $sid AND deleted = 0", Read, ("$sid", sid)).FirstOrDefault();

    /// <summary>Newest first.</summary>
    public List<Text> List(TextFilter filter) => db.Query(
        $"""
        SELECT {Columns} FROM texts
        WHERE deleted = 0 AND ($to IS NULL OR receiver = $to) AND ($from IS NULL OR sender = $from)
          AND ($since IS NULL OR sent >= $since) AND ($before IS NULL OR sent < $before) AND ($below IS NULL OR seq < $below)
        ORDER BY seq DESC LIMIT $limit
        """,
        Read, ("$to", filter.To), ("$from", filter.From), ("$since", filter.SentFrom?.UtcTicks), ("$before", filter.SentBefore?.UtcTicks),
        ("$below", filter.BelowSeq), ("$limit", filter.Limit));

    /// <summary>Everything on one phone, oldest first, whatever the provider has deleted since.</summary>
    public List<Text> OfPhone(string phone) =>
        db.Query($"SELECT {Columns} FROM texts WHERE sender = $phone OR receiver = $phone ORDER BY seq", Read, ("$phone", phone));

    /// <summary>Texts on their way out that an earlier run left unfinished.</summary>
    public List<Text> Unfinished() => db.Query(
        $"SELECT {Columns} FROM texts WHERE direction <> 'inbound' AND status IN ('accepted', 'queued', 'sending', 'sent') ORDER BY seq", Read);

    /// <summary>Moves a text on unless it was cancelled meanwhile; whether it moved.</summary>
    public bool Advance(string sid, string status, int? error, int segments, DateTimeOffset at) => db.Run(
        """
        UPDATE texts SET status = $status, error = $error, segments = $segments, updated = $at,
          sent = CASE WHEN $status = 'queued' THEN sent ELSE COALESCE(sent, $at) END
        WHERE sid = $sid AND status NOT IN ('canceled', 'delivered', 'undelivered', 'failed')
        """,
        ("$sid", sid), ("$status", status), ("$error", error), ("$segments", segments), ("$at", at.UtcTicks)) == 1;

    /// <summary>Cancels a text that has not left yet; whether it did.</summary>
    public bool Cancel(string sid, DateTimeOffset at) => db.Run(
        "UPDATE texts SET status = 'canceled', updated = $at WHERE sid = $sid AND status IN ('accepted', 'queued')",
        ("$sid", sid), ("$at", at.UtcTicks)) == 1;

    public void Redact(string sid, DateTimeOffset at) =>
        db.Run("UPDATE texts SET body = '', updated = $at WHERE sid = $sid", ("$sid", sid), ("$at", at.UtcTicks));

    public void Delete(string sid) => db.Run("UPDATE texts SET body = '', deleted = 1 WHERE sid = $sid", ("$sid", sid));

    private static Text Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.GetString(7), row.IsDBNull(8) ? null : row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), row.IsDBNull(11) ? null : row.GetString(11),
        row.IsDBNull(12) ? null : row.GetString(12), row.GetInt32(13), Moment(row.GetInt64(14)), Moment(row.GetInt64(15)),
        row.IsDBNull(16) ? null : Moment(row.GetInt64(16)), Moment(row.GetInt64(17)));

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
