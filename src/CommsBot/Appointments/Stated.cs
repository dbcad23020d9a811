namespace CommsBot.Appointments;

/// <summary>An appointment as it was written, word for word, by the path of its field (<c>patient.phone</c>): from JSON or from a row of a table.</summary>
internal sealed class Stated
{
    private readonly Dictionary<string, string> values = [];

    public Faults Faults { get; } = new();

    /// <summary>The trimmed value; null when it was not given or is blank.</summary>
    public string? this[string path]
    {
        get => values.GetValueOrDefault(path);
        set
        {
            if (string.IsNullOrWhiteSpace(value)) values.Remove(path);
            else values[path] = value.Trim();
        }
    }

    public IReadOnlyDictionary<string, string> All => values;

    public bool HasAny(string prefix) => values.Keys.Any(path => path.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>Everything wrong with a request, by field.</summary>
internal sealed class Faults
{
    private readonly SortedDictionary<string, List<string>> byField = new(StringComparer.Ordinal);

    public bool Any => byField.Count > 0;

    public void Add(string field, string fault)
    {
        if (!byField.TryGetValue(field, out var faults)) byField[field] = faults = [];
        if (!faults.Contains(fault)) faults.Add(fault);
    }

    public bool Has(string field) => byField.ContainsKey(field);

    public Dictionary<string, string[]> ByField => byField.ToDictionary(fault => fault.Key, fault => fault.Value.ToArray());

    /// <summary>As lines: "patient.phone: …".</summary>
    public IReadOnlyList<string> Lines => [.. byField.SelectMany(named => named.Value.Select(fault => $"{named.Key}: {fault}"))];
}
