using YamlDotNet.RepresentationModel;

namespace CommsBot.Content;

/// <summary>What the search knows about the patients' language: <c>dialogs/answers/synonyms.yaml</c>. All words are lower case.</summary>
/// <param name="Synonyms">Per language: the way a patient says it (one or more words) to the word the answers use.</param>
/// <param name="Shorthand">Per language: text-speak to words, <c>u</c> to <c>you</c>.</param>
/// <param name="Quiet">Words that say nothing about the subject: greetings, relatives, days.</param>
/// <param name="Outside">Words that say the question is about something this clinic does not answer.</param>
/// <param name="Keep">Words never taken for a misspelling of another one.</param>
/// <param name="Elsewhere">Per language: whole questions that are not ours, with their subject; the search learns silence from them.</param>
/// <param name="Fillers">Per language: what people say before and after a question; the search learns to look past it.</param>
/// <param name="Frames">Per language: questions with a gap (<c>{}</c>) that are not ours when a word of <paramref name="Outside"/> fills it.</param>
internal sealed record SearchWords(
    IReadOnlyDictionary<Language, IReadOnlyDictionary<string, string>> Synonyms,
    IReadOnlyDictionary<Language, IReadOnlyDictionary<string, string>> Shorthand,
    IReadOnlySet<string> Quiet,
    IReadOnlySet<string> Outside,
    IReadOnlySet<string> Keep,
    IReadOnlyDictionary<Language, IReadOnlyDictionary<string, string>> Elsewhere,
    IReadOnlyDictionary<Language, IReadOnlyList<string>> Fillers,
    IReadOnlyDictionary<Language, IReadOnlyList<string>> Frames)
{
    public static SearchWords None { get; } = new(
        new Dictionary<Language, IReadOnlyDictionary<string, string>>(), new Dictionary<Language, IReadOnlyDictionary<string, string>>(),
        new HashSet<string>(), new HashSet<string>(), new HashSet<string>(), new Dictionary<Language, IReadOnlyDictionary<string, string>>(),
        new Dictionary<Language, IReadOnlyList<string>>(), new Dictionary<Language, IReadOnlyList<string>>());

    public static SearchWords Read(string file, string yaml, FaultList faults)
    {
        if (YamlItems.Parse(file, yaml, faults) is not { } items) return None;
        items.RefuseOthers("synonyms", "shorthand", "quiet", "outside", "keep", "elsewhere", "fillers", "frames");
        return new SearchWords(
            ByLanguage(items, "synonyms", file, faults, Groups), ByLanguage(items, "shorthand", file, faults, Pairs),
            Set(items, "quiet"), Set(items, "outside"), Set(items, "keep"),
            ByLanguage(items, "elsewhere", file, faults, Groups), Lists(items, "fillers", file, faults), Lists(items, "frames", file, faults));
    }

    private static HashSet<string> Set(YamlItems items, string name) => [.. items.List(name).Select(w => w.ToLowerInvariant())];

    private static Dictionary<Language, IReadOnlyDictionary<string, string>> ByLanguage(
        YamlItems items, string name, string file, FaultList faults, Func<YamlItems, string, FaultList, Dictionary<string, string>> read)
    {
        var all = new Dictionary<Language, IReadOnlyDictionary<string, string>>();
        foreach (var language in Enum.GetValues<Language>())
        {
            var node = Child(items.Node(name), language.Code());
            if (node is YamlMappingNode words) all[language] = read(new YamlItems(file, words, faults), $"{name} {language.Code()}", faults);
            else if (items.Node(name) is not null) faults.Error(file, name, $"has no {language.Code()}");
        }
        return all;
    }

    private static Dictionary<Language, IReadOnlyList<string>> Lists(YamlItems items, string name, string file, FaultList faults)
    {
        if (items.Node(name) is not YamlMappingNode byLanguage) return [];
        var lists = new YamlItems(file, byLanguage, faults);
        return Enum.GetValues<Language>().ToDictionary(language => language, language => (IReadOnlyList<string>)[.. lists.List(language.Code())]);
    }

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    /// <summary>Word of the answers: list of ways to say it. The same way under two words would make the search guess.</summary>
    private static Dictionary<string, string> Groups(YamlItems groups, string item, FaultList faults)
    {
        var ways = new Dictionary<string, string>();
        foreach (var word in groups.Names)
        {
            foreach (var way in groups.List(word).Select(w => w.ToLowerInvariant()))
            {
                if (!ways.TryAdd(way, word.ToLowerInvariant())) faults.Error(groups.File, item, $"\"{way}\" stands under \"{ways[way]}\" and \"{word}\"");
            }
        }
        return ways;
    }

    private static Dictionary<string, string> Pairs(YamlItems pairs, string item, FaultList faults) =>
        pairs.Names.ToDictionary(name => name.ToLowerInvariant(), name => pairs.Required(name).ToLowerInvariant());
}
