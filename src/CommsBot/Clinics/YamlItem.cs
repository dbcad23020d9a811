using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CommsBot.Clinics;

/// <summary>
/// A mapping in a YAML file, read item by item. Whatever is wrong is added to one list of faults and reading goes on,
/// so that one run names everything. Keys that nobody asked for are faults too: they are misspellings.
/// </summary>
internal sealed class YamlItem(string file, string path, YamlMappingNode node, ICollection<FileFault> faults)
{
    private readonly HashSet<string> asked = [];

    public string File => file;

    /// <summary>The keys in the order of the file; asking for them counts as knowing them.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            var keys = node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "").ToList();
            asked.UnionWith(keys);
            return keys;
        }
    }

    /// <summary>The top of a file, or null with a fault when it cannot be read as a mapping.</summary>
    public static YamlItem? Open(string fullPath, ICollection<FileFault> faults)
    {
        var file = $"{Path.GetFileName(Path.GetDirectoryName(fullPath))}/{Path.GetFileName(fullPath)}";
        try
        {
            var stream = new YamlStream();
            using var reader = new StreamReader(fullPath);
            stream.Load(reader);
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode top) return new YamlItem(file, "", top, faults);
            faults.Add(new FileFault(file, "", "must be one list of 'key: value' lines"));
        }
        catch (YamlException broken)
        {
            faults.Add(new FileFault(file, $"line {broken.Start.Line}", broken.Message));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner ends like this, without a line, on some unclosed lists.
            faults.Add(new FileFault(file, "", "is not YAML: a bracket, brace or quote is not closed"));
        }
        return null;
    }

    public void Fault(string key, string problem) => faults.Add(new FileFault(file, Join(key), problem));

    /// <summary>The value, or null when the key is absent or empty (<c>key:</c>, <c>key: null</c>, <c>key: ~</c>).</summary>
    public string? Text(string key)
    {
        var value = Child(key);
        if (value is null) return null;
        if (value is YamlScalarNode scalar) return scalar.Value!.Trim();
        Fault(key, "must be one text");
        return null;
    }

    /// <summary>The value; when it is missing, a fault and the empty text.</summary>
    public string Required(string key)
    {
        var text = Text(key);
        if (text is not null && text.Length > 0) return text;
        if (Child(key) is null or YamlScalarNode) Fault(key, "is missing");
        return "";
    }

    /// <summary>The value as read by <paramref name="read"/>; null when absent, and null with a fault when it cannot be read.</summary>
    public T? Read<T>(string key, Func<string, T?> read, string expected) where T : class
    {
        var text = Text(key);
        if (text is null) return null;
        var value = read(text);
        if (value is null) Fault(key, $"must be {expected}, not '{text}'");
        return value;
    }

    /// <inheritdoc cref="Read{T}(string, Func{string, T}, string)"/>
    public T? ReadValue<T>(string key, Func<string, T?> read, string expected) where T : struct
    {
        var text = Text(key);
        if (text is null) return null;
        var value = read(text);
        if (value is null) Fault(key, $"must be {expected}, not '{text}'");
        return value;
    }

    public int Number(string key, int otherwise, int least, int most) =>
        OptionalNumber(key, least, most) ?? otherwise;

    public int? OptionalNumber(string key, int least, int most) =>
        ReadValue<int>(key,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null,
            $"a whole number from {least} to {most}");

    public bool Switch(string key, bool otherwise) =>
        ReadValue<bool>(key, text => text switch { "true" or "on" or "yes" => true, "false" or "off" or "no" => false, _ => null }, "on or off") ?? otherwise;

    /// <summary>A clock time of 24 hours: <c>09:00</c>.</summary>
    public TimeOnly? Time(string key) => ReadValue(key, ParseTime, "a time like 09:00");

    /// <summary>A day: <c>2026-12-24</c>.</summary>
    public DateOnly? Date(string key) => ReadValue<DateOnly>(key,
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        "a day like 2026-12-24");

    public YamlItem? Map(string key)
    {
        var value = Child(key);
        if (value is null) return null;
        if (value is YamlMappingNode map) return new YamlItem(file, Join(key), map, faults);
        Fault(key, "must be a list of 'key: value' lines");
        return null;
    }

    public IReadOnlyList<YamlItem> Maps(string key) =>
        [.. List(key).Select((entry, at) => entry is YamlMappingNode map ? new YamlItem(file, $"{Join(key)}[{at + 1}]", map, faults) : null).OfType<YamlItem>()];

    public IReadOnlyList<string> Texts(string key) =>
        [.. List(key).OfType<YamlScalarNode>().Select(entry => entry.Value!.Trim()).Where(text => text.Length > 0)];

    /// <summary>Adds a fault for each key that was never asked for. Call it when everything else was read.</summary>
    public void RefuseUnknown()
    {
        foreach (var key in node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "").Where(key => !asked.Contains(key)))
            Fault(key, "is not a known key");
    }

    public static TimeOnly? ParseTime(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private IEnumerable<YamlNode> List(string key)
    {
        var value = Child(key);
        if (value is null) return [];
        if (value is YamlSequenceNode list) return list.Children;
        Fault(key, "must be a list");
        return [];
    }

    private YamlNode? Child(string key)
    {
        asked.Add(key);
        if (!node.Children.TryGetValue(new YamlScalarNode(key), out var value)) return null;
        return value is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } ? null : value;
    }

    private string Join(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
