using CommsBot.Content;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace CommsBot.Safety.Phrases;

/// <summary>Phrase lists read from <c>dialogs/</c>: groups and frames are shared by all lists of a book, masks belong to their own list.</summary>
internal sealed class PhraseBook
{
    /// <summary>A list of masks alone; a book that has it sees none of their words, in any of its lists.</summary>
    public const string Harmless = "safety/harmless.yaml";

    private readonly WordReader reader;
    private readonly Dictionary<string, PhraseSet> sets;

    private readonly Dictionary<string, PhraseFile> lists;
    private readonly PatternIndex<string> frames;

    private PhraseBook(WordReader reader, Dictionary<string, PhraseSet> sets, Dictionary<string, PhraseFile> lists, IEnumerable<KeyValuePair<string, Pattern>> frames)
    {
        this.reader = reader;
        this.lists = lists;
        this.sets = sets;
        this.frames = new PatternIndex<string>(frames.Select(frame => (frame.Value, frame.Key)));
    }

    public PhraseSet this[string file] => sets[file];

    public Words Read(string text) => sets.GetValueOrDefault(Harmless) is { } harmless ? harmless.Spare(reader.Read(text)) : reader.Read(text);

    /// <summary>What all lists of the book see in a message: rules said or spared, and the frames that stand in it.</summary>
    public IReadOnlyList<Sign> Signs(Words words) =>
        [.. sets.Values.SelectMany(set => set.Signs(words)), .. frames.Matches(words).Select(match => new Sign("frame " + match.Value, match.Place))];

    /// <summary>What the rules of a list mean, each once.</summary>
    public IEnumerable<string> MeaningsOf(string file) => lists[file].Rules.Select(rule => rule.Means).Distinct();

    /// <summary>The whole-message keywords of a list, by what they do.</summary>
    public IEnumerable<(string Kind, string[] Words)> KeywordsOf(string file) => lists[file].Keywords.Select(entry => (entry.Key, Split(entry.Value)));

    /// <summary>Reads the lists. Never throws for their content: each fault names the file, the item and what is wrong; a faulty phrase is left out.</summary>
    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="files">Paths below it; each file's rules are asked for by its path.</param>
    /// <param name="means">The meanings a rule may have; null where the owner takes any.</param>
    /// <param name="faults">Receives one line per fault.</param>
    public static PhraseBook Load(string dialogs, IReadOnlyList<string> files, IReadOnlySet<string>? means, List<string> faults)
    {
        var lists = files.ToDictionary(file => file, file => ReadYaml<PhraseFile>(dialogs, file, faults) ?? new PhraseFile());
        var compiler = new PhraseCompiler(lists, means, faults);
        var sets = compiler.Compile();
        return new PhraseBook(new WordReader(ReadLexicon(dialogs, faults), compiler.Vocabulary), sets, lists, compiler.Frames);
    }

    private static Lexicon ReadLexicon(string dialogs, List<string> faults)
    {
        const string file = "safety/spellings.yaml";
        var content = ReadYaml<LexiconFile>(dialogs, file, faults) ?? new LexiconFile();
        return new Lexicon(
            Meanings("spellings", content.Spellings, file, faults), Split(content.Forgiven), Split(content.Ordinary).ToHashSet(), Kinds(content, file, faults),
            Meanings("pictures", content.Pictures, file, faults));
    }

    private static Dictionary<string, string[]> Meanings(string part, string text, string file, List<string> faults)
    {
        var meanings = new Dictionary<string, string[]>();
        foreach (var line in PhraseCompiler.Lines(text))
        {
            var sides = line.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || sides.Any(string.IsNullOrEmpty)) faults.Add($"{file}: {part}: '{line}' is not of the form short = meaning");
            else foreach (var written in Split(sides[0])) meanings[written] = Split(sides[1]);
        }
        return meanings;
    }

    private static Dictionary<string, string> Kinds(LexiconFile content, string file, List<string> faults)
    {
        var kinds = new Dictionary<string, string>();
        foreach (var (kind, words) in content.Kinds)
            foreach (var word in Split(words))
                if (!kinds.TryAdd(word, $"<{kind}>")) faults.Add($"{file}: kinds: '{word}' stands in two kinds");
        return kinds;
    }

    private static string[] Split(string text) => text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static T? ReadYaml<T>(string dialogs, string file, List<string> faults) where T : class
    {
        var path = Path.Combine(dialogs, file);
        if (!File.Exists(path))
        {
            faults.Add($"{file}: the file is missing");
            return null;
        }
        try
        {
            using var text = File.OpenText(path);
            var yaml = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build();
            return yaml.Deserialize<T?>(text);
        }
        catch (YamlException error)
        {
            faults.Add($"{file}: line {error.Start.Line}: {error.InnerException?.Message ?? error.Message}");
            return null;
        }
    }

    private sealed record LexiconFile
    {
        public string Spellings { get; init; } = "";

        public string Forgiven { get; init; } = "";

        public string Ordinary { get; init; } = "";

        public string Pictures { get; init; } = "";

        /// <summary>Words that a net may take for one another, by what they are.</summary>
        public Dictionary<string, string> Kinds { get; init; } = [];
    }
}
