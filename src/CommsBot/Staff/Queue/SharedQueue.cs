namespace CommsBot.Staff.Queue;

/// <summary>A row before it is anybody's.</summary>
/// <param name="Tickets">All that it joins.</param>
/// <param name="Holders">Who has any of them.</param>
internal sealed record SharedRow(QueueRow Row, IReadOnlyList<string> Tickets, IReadOnlyList<string> Holders);

/// <summary>The rows of one band before they are anybody's.</summary>
internal sealed record SharedBand(string Name, string Key, IReadOnlyList<SharedRow> Rows);

/// <summary>What everybody with the same clinics and rights sees alike; a band that holds nothing of a person's own is handed out as it is.</summary>
internal sealed class SharedQueue
{
    private readonly List<(SharedBand Shared, QueueBand Plain, HashSet<string> Owners)> bands;

    public SharedQueue(IEnumerable<SharedBand> shared)
    {
        bands = [.. shared.Select(band => (band, new QueueBand(band.Name, band.Key, [.. band.Rows.Select(row => row.Row)]), band.Rows.SelectMany(row => row.Holders).ToHashSet()))];
        Stamps = bands.Where(band => band.Plain.Key != QueueBand.Resting).SelectMany(band => band.Plain.Rows).Where(row => row.Id is not null).ToDictionary(row => row.Key, row => row.Stamp);
    }

    /// <summary>By row that waits: when something new happened to it last. What was put off is not among them, so that its return is news.</summary>
    public IReadOnlyDictionary<string, long> Stamps { get; }

    public IReadOnlyList<QueueBand> For(string person, IReadOnlyList<Mention> mentions) =>
        [.. bands.Select(band => mentions.Count == 0 && !band.Owners.Contains(person)
            ? band.Plain
            : band.Plain with { Rows = [.. band.Shared.Rows.Select(row => Own(row, person, mentions))] })];

    private static QueueRow Own(SharedRow shared, string person, IReadOnlyList<Mention> mentions)
    {
        var mine = shared.Holders.Contains(person);
        var mention = mentions.Where(mention => shared.Tickets.Contains(mention.TicketId)).Select(mention => mention.Stamp).DefaultIfEmpty().Max();
        return mine || mention > 0 ? shared.Row with { Mine = mine, MentionStamp = mention } : shared.Row;
    }
}
