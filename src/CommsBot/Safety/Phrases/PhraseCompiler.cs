using CommsBot.Content;

namespace CommsBot.Safety.Phrases;

/// <summary>Turns phrase lists into patterns, naming every fault instead of stopping at the first.</summary>
internal sealed class PhraseCompiler
{
    private readonly IReadOnlyDictionary<string, PhraseFile> lists;
    private readonly IReadOnlySet<string>? means;
    private readonly List<string> faults;
    private readonly Dictionary<string, (string File, string Text)> groups = [];
    private readonly Dictionary<string, Pattern> compiled = [];
    private readonly HashSet<string> open = [];

    public PhraseCompiler(IReadOnlyDictionary<string, PhraseFile> lists, IReadOnlySet<string>? means, List<string> faults)
    {
        this.lists = lists;
        this.means = means;
        this.faults = faults;
    }

    public Vocabulary Vocabulary { get; } = new();

    /// <summary>The frames of all lists, once compiled.</summary>
    public Dictionary<string, Pattern> Frames { get; } = [];

    public static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');

    public Dictionary<string, PhraseSet> Compile()
    {
        foreach (var (file, list) in lists)
            foreach (var (name, text) in list.Groups)
                if (!groups.TryAdd(name, (file, text))) faults.Add($"{file}: group '{name}': already defined in {groups[name].File}");
        foreach (var name in groups.Keys) GroupNamed(name);

        foreach (var (file, list) in lists)
            foreach (var (name, text) in list.Frames)
                if (!Frames.TryAdd(name, new AnyOf(Patterns(file, $"frame '{name}'", text)))) faults.Add($"{file}: frame '{name}': already defined");

        var ids = new HashSet<string>();
        return lists.ToDictionary(entry => entry.Key, entry => Set(entry.Key, entry.Value, Frames, ids));
    }

    private PhraseSet Set(string file, PhraseFile list, Dictionary<string, Pattern> frames, HashSet<string> ids)
    {
        var rules = new List<(Rule, Language, Pattern)>();
        foreach (var entry in list.Rules)
        {
            var item = $"rule '{entry.Id}'";
            if (entry.Id.Length == 0 || !ids.Add(entry.Id)) faults.Add($"{file}: {item}: the id is missing or used twice");
            if (means is not null && !means.Contains(entry.Means)) faults.Add($"{file}: {item}: means '{entry.Means}' is none of {string.Join(", ", means)}");
            foreach (var frame in entry.Unless.Concat(entry.With).Where(frame => !frames.ContainsKey(frame.TrimEnd('+'))))
                faults.Add($"{file}: {item}: there is no frame '{frame}'");
            var known = entry.Unless.Where(frame => frames.ContainsKey(frame.TrimEnd('+'))).Select(frame => (frame.TrimEnd('+'), frame.EndsWith('+')));
            var rule = new Rule(entry.Id, entry.Means, [.. known], [.. entry.With.Where(frames.ContainsKey)], entry.Unmasked, entry.Sure);
            rules.AddRange(Patterns(file, item, entry.En).Select(pattern => (rule, Language.English, pattern)));
            rules.AddRange(Patterns(file, item, entry.Es).Select(pattern => (rule, Language.Spanish, pattern)));
            if (Lines(entry.En + "\n" + entry.Es).FirstOrDefault() is null) faults.Add($"{file}: {item}: has no phrase");
        }
        return new PhraseSet(Patterns(file, "masks", list.Masks), rules, frames);
    }

    private List<Pattern> Patterns(string file, string item, string text)
    {
        var patterns = new List<Pattern>();
        foreach (var line in Lines(text))
        {
            try
            {
                patterns.Add(new PatternParser(Vocabulary, GroupNamed).Parse(line));
            }
            catch (FormatException error)
            {
                faults.Add($"{file}: {item}: '{line}': {error.Message}");
            }
        }
        return patterns;
    }

    private Pattern GroupNamed(string name)
    {
        if (compiled.TryGetValue(name, out var done)) return done;
        if (!groups.TryGetValue(name, out var group)) throw new FormatException($"there is no group <{name}>");
        if (!open.Add(name)) throw new FormatException($"the group <{name}> contains itself");
        var pattern = new AnyOf(Patterns(group.File, $"group '{name}'", group.Text));
        open.Remove(name);
        return compiled[name] = pattern;
    }
}
