using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CommsBot.Content;

/// <summary>Reads one YAML mapping and reports everything wrong with it, item by item, without stopping.</summary>
internal sealed class YamlItems(string file, YamlMappingNode mapping, FaultList faults)
{
    public string File => file;

    public IEnumerable<string> Names => mapping.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "");

    /// <summary>Null, with the fault noted, when the text is not one YAML mapping.</summary>
    public static YamlItems? Parse(string file, string yaml, FaultList faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root) return new YamlItems(file, root, faults);
            faults.Error(file, "", "expected names with values");
        }
        catch (YamlException broken)
        {
            faults.Error(file, "", $"not readable as YAML at line {broken.Start.Line}");
        }
        return null;
    }

    public YamlNode? Node(string name) => mapping.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;

    public string? Optional(string name)
    {
        if (Node(name) is null) return null;
        if (Node(name) is YamlScalarNode { Value: { } text } && text.Trim().Length > 0) return text.Trim();
        faults.Error(file, name, "must be a text");
        return null;
    }

    public string Required(string name)
    {
        if (Node(name) is null) faults.Error(file, name, "is missing");
        return Optional(name) ?? "";
    }

    public IReadOnlyList<string> List(string name)
    {
        if (Node(name) is null) return [];
        if (Node(name) is YamlSequenceNode list && list.All(n => n is YamlScalarNode { Value.Length: > 0 }))
        {
            return [.. list.Select(n => ((YamlScalarNode)n).Value!.Trim())];
        }
        faults.Error(file, name, "must be a list of texts");
        return [];
    }

    public DateOnly Date(string name)
    {
        var text = Required(name);
        if (text.Length == 0) return default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        faults.Error(file, name, "must be a date like 2026-11-22");
        return default;
    }

    public IReadOnlyList<YamlItems> Mappings(string name)
    {
        if (Node(name) is null) return [];
        if (Node(name) is YamlSequenceNode list && list.All(n => n is YamlMappingNode))
        {
            return [.. list.Select(n => new YamlItems(file, (YamlMappingNode)n, faults))];
        }
        faults.Error(file, name, "must be a list of names with values");
        return [];
    }

    public void RefuseOthers(params ReadOnlySpan<string> known)
    {
        foreach (var name in Names)
        {
            if (!known.Contains(name)) faults.Error(file, name, "is not a known name");
        }
    }
}
