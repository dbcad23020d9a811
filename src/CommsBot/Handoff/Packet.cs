using System.Text.Json;

namespace CommsBot.Handoff;

/// <summary>What a ticket was told when it was opened and joined, as it is stored. <see cref="PacketReader"/> makes the whole packet of it.</summary>
internal static class Packet
{
    /// <summary>As many values of one name are kept; the first and the newest stay, and the transcript has them all.</summary>
    private const int MostOfOneName = 20;

    public static string Write(IEnumerable<SummaryField> fields) => JsonSerializer.Serialize(fields.ToArray(), JsonSerializerOptions.Web);

    public static IReadOnlyList<SummaryField> Read(string stored) => JsonSerializer.Deserialize<SummaryField[]>(stored, JsonSerializerOptions.Web) ?? [];

    /// <summary>The patient asked for it: their own words stand in it.</summary>
    public static bool IsPatientsOwn(string stored) => Read(stored).Any(field => field is { Name: PacketField.Need, Sequence: not null });

    /// <summary>What is known after more was learned: a second value of the same name stands beside the first, "not given" replaces nothing.</summary>
    public static IReadOnlyList<SummaryField> Join(IReadOnlyList<SummaryField> known, IReadOnlyList<SummaryField> learned)
    {
        var joined = known.ToList();
        foreach (var field in learned) Add(joined, field);
        return joined;
    }

    /// <summary>All that was said under a name, in one line; null when nothing was.</summary>
    public static string? ValueOf(IEnumerable<SummaryField> fields, string name) =>
        fields.Where(field => field.Name == name).Select(field => field.Value).OfType<string>().ToList() is { Count: > 0 } said ? string.Join("\n", said) : null;

    private static void Add(List<SummaryField> joined, SummaryField field)
    {
        var last = joined.FindLastIndex(known => known.Name == field.Name);
        if (last < 0) joined.Add(field);
        else if (joined[last].Value is null) joined[last] = field;
        else if (field.Value is null) return;
        else if (joined.FindIndex(known => known.Name == field.Name && known.Value == field.Value) is >= 0 and var same) joined[same] = field;
        else joined.Insert(last + 1, field);
        if (joined.Count(known => known.Name == field.Name) > MostOfOneName) joined.RemoveAt(joined.FindIndex(known => known.Name == field.Name) + 1);
    }
}
