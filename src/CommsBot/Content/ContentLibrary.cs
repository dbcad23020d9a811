using System.Collections.Frozen;

namespace CommsBot.Content;

/// <summary>What was read and everything that could not be.</summary>
internal sealed record ContentReading(ContentRoot Root, ContentLibrary Library, IReadOnlyList<ContentFault> Faults);

/// <summary>All answers and fixed sentences, read once at start. Immutable; may be used by many threads.</summary>
internal sealed class ContentLibrary(IEnumerable<Answer> answers, Wording wording, SearchWords? searchWords = null, TextOnlyWords? textOnly = null)
{
    private readonly FrozenDictionary<(string, Language), Answer> _answers = answers.ToFrozenDictionary(a => (a.Id, a.Language));

    public Wording Wording { get; } = wording;

    public TextOnlyWords TextOnly { get; } = textOnly ?? TextOnlyWords.None;

    public SearchWords SearchWords { get; } = searchWords ?? SearchWords.None;

    public IEnumerable<Answer> Answers => _answers.Values;

    public Answer? Answer(string id, Language language) => _answers.GetValueOrDefault((id, language));

    /// <summary>The answer in that language, else in English, else in whatever language it exists; null for an unknown id.</summary>
    public Answer? AnswerOrFallback(string id, Language language) =>
        Answer(id, language) ?? Answer(id, Language.English) ?? Answer(id, Language.Spanish);

    /// <param name="strictWording">See <see cref="Wording"/>.</param>
    public static ContentReading Read(ContentRoot root, bool strictWording = true)
    {
        var faults = new FaultList();
        var answers = ReadAnswers(root, faults);
        var wording = ReadWording(root, faults);
        var searchWords = ReadSearchWords(root, faults);
        return new ContentReading(root, new ContentLibrary(answers, new Wording(wording, strictWording), searchWords, ReadTextOnly(root, faults)), faults.All);
    }

    private static TextOnlyWords ReadTextOnly(ContentRoot root, FaultList faults)
    {
        var path = Path.Combine(root.Dialogs, "handoff", "text-only.yaml");
        if (File.Exists(path)) return TextOnlyWords.Read(File.ReadAllText(path), faults);
        faults.Error(TextOnlyWords.File, "", "is missing");
        return TextOnlyWords.None;
    }

    private static SearchWords ReadSearchWords(ContentRoot root, FaultList faults)
    {
        var path = Path.Combine(root.Dialogs, "answers", "synonyms.yaml");
        if (File.Exists(path)) return SearchWords.Read(root.NameOf(path), File.ReadAllText(path), faults);
        faults.Error(root.NameOf(path), "", "is missing");
        return SearchWords.None;
    }

    private static List<Answer> ReadAnswers(ContentRoot root, FaultList faults)
    {
        var reader = new AnswerReader(faults);
        var answers = new Dictionary<(string, Language), Answer>();
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var path in root.Files($"answers/{language.Code()}", "*.md"))
            {
                var answer = reader.Read(root.NameOf(path), File.ReadAllText(path), language);
                if (answer is not null && !answers.TryAdd((answer.Id, language), answer)) faults.Error(answer.File, "id", "is used by another file");
            }
        }
        return [.. answers.Values];
    }

    private static IReadOnlyList<WordingEntry> ReadWording(ContentRoot root, FaultList faults)
    {
        var reader = new WordingReader(faults);
        var entries = new List<WordingEntry>();
        foreach (var folder in Wording.Folders)
        {
            foreach (var language in Enum.GetValues<Language>())
            {
                var path = Path.Combine(root.Dialogs, folder, language.Code() + ".yaml");
                if (File.Exists(path)) entries.AddRange(reader.Read(folder, language, root.NameOf(path), File.ReadAllText(path)));
                else faults.Error(root.NameOf(path), "", "is missing");
            }
        }
        return WordingSources.Read(root, faults).Under(entries, faults);
    }
}
