using System.Text.Json;

namespace CommsBot.Handoff;

/// <summary>The summary of a ticket as it is stored: fields in the order they were first named.</summary>
internal static class Packet
{
    public static string Write(IEnumerable<SummaryField> fields) => JsonSerializer.Serialize(fields.ToArray(), JsonSerializerOptions.Web);

    public static IReadOnlyList<SummaryField> Read(string stored) => JsonSerializer.Deserialize<SummaryField[]>(stored, JsonSerializerOptions.Web) ?? [];

    /// <summary>What is known after more was learned: a newer value replaces an older one of that name, "not given" replaces nothing.</summary>
    public static IReadOnlyList<SummaryField> Join(IReadOnlyList<SummaryField> known, IReadOnlyList<SummaryField> learned)
    {
        var joined = known.ToList();
        foreach (var field in learned)
        {
            var at = joined.FindIndex(known => known.Name == field.Name);
            if (at < 0) joined.Add(field);
            else if (field.Value is not null) joined[at] = field;
        }

        return joined;
    }
}
