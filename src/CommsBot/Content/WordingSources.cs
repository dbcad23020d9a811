namespace CommsBot.Content;

/// <summary>
/// Where the fixed sentences come from: <c>dialogs/sources.yaml</c>. A name in it stands for every sentence whose key begins with it, the closest
/// name first. It stands apart from the sentences because both languages share it.
/// </summary>
internal sealed class WordingSources
{
    public const string File = "dialogs/sources.yaml";

    private readonly IReadOnlyList<(string Name, IReadOnlyList<Source> Sources)> _byName;

    private WordingSources(IEnumerable<(string Name, IReadOnlyList<Source> Sources)> byName) => _byName = [.. byName.OrderByDescending(entry => entry.Name.Length)];

    public static WordingSources Read(ContentRoot root, FaultList faults)
    {
        var path = Path.Combine(root.Home, File);
        if (!System.IO.File.Exists(path)) faults.Error(File, "", "is missing");
        else if (YamlItems.Parse(File, System.IO.File.ReadAllText(path), faults) is { } items) return new(items.Names.Select(name => (name, Source.Read(items, name, faults))));
        return new([]);
    }

    /// <summary>The sentences with their sources; one without a source, and a name that no sentence has, are faults.</summary>
    public IReadOnlyList<WordingEntry> Under(IReadOnlyList<WordingEntry> entries, FaultList faults)
    {
        foreach (var (name, _) in _byName.Where(own => !entries.Any(entry => Covers(own.Name, entry.Key)))) faults.Error(File, name, "is the beginning of no sentence's key");
        var named = entries.Select(entry => entry with { Sources = Of(entry.Key) }).ToList();
        // A file that is missing was said to be; each of its lines need not be.
        foreach (var entry in named.Where(entry => entry.Sources.Count == 0 && _byName.Count > 0).DistinctBy(entry => entry.Key)) faults.Error(File, entry.Key, "has no source");
        return named;
    }

    private IReadOnlyList<Source> Of(string key) => [.. _byName.Where(own => Covers(own.Name, key)).SelectMany(own => own.Sources).Distinct()];

    private static bool Covers(string name, string key) => key.StartsWith(name, StringComparison.Ordinal) && (key.Length == name.Length || key[name.Length] is '/' or '-');
}
