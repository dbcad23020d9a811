namespace CommsBot.Staff.Queue;

/// <summary>A row before it is anybody's.</summary>
/// <param name="Tickets">All that it joins.</param>
internal sealed record SharedRow(QueueRow Row, IReadOnlyList<string> Tickets);

/// <summary>The rows of one band before they are anybody's.</summary>
internal sealed record SharedBand(string Name, string Key, IReadOnlyList<SharedRow> Rows);

/// <summary>What everybody with the same clinics and rights sees alike; a band that holds nothing of a person's own is handed out as it is.</summary>
internal sealed class SharedQueue
{
    private readonly List<(SharedBand Shared, QueueBand Plain, HashSet<string> Owners)> bands;

    public SharedQueue(IEnumerable<SharedBand> shared)
    {
        bands = [.. shared.Select(band => (band, new QueueBand(band.Name, band.Key, [.. band.Rows.Select(row => row.Row)]), band.Rows.Select(row => row.Row.ClaimedBy).OfType<string>().ToHashSet()))];
        Stamps = bands.Where(band => band.Plain.Key != QueueBand.Resting).SelectMany(band => band.Plain.Rows).Where(row => row.Id is not null).ToDictionary(row => row.Key, row => row.Stamp);
    }

    /// <summary>By row that waits: when something new happened to it last. What was put off is not among them, so that its return is news.</summary>
    public IReadOnlyDictionary<string, long> Stamps { get; }

    public IReadOnlyList<QueueBand> For(string person, HashSet<string> mentioned) =>
        [.. bands.Select(band => mentioned.Count == 0 && !band.Owners.Contains(person)
            ? band.Plain
            : band.Plain with { Rows = [.. band.Shared.Rows.Select(row => Own(row, person, mentioned))] })];

    private static QueueRow Own(SharedRow shared, string person, HashSet<string> mentioned)
    {
        var (mine, mentions) = (shared.Row.ClaimedBy == person, mentioned.Count > 0 && shared.Tickets.Any(mentioned.Contains));
        return mine || mentions ? shared.Row with { Mine = mine, Mentioned = mentions } : shared.Row;
    }
}
