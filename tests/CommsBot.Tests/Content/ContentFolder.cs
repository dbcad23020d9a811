using CommsBot.Content;
using CommsBot.Content.Checks;

namespace CommsBot.Tests.Content;

/// <summary>A dialogs/ folder in a temporary place, whole and right until a test breaks something.</summary>
internal sealed class ContentFolder : IDisposable
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    private readonly string _home = Directory.CreateTempSubdirectory("commsbot-content").FullName;

    public ContentFolder()
    {
        foreach (var folder in Wording.Folders)
        {
            Write($"dialogs/{folder}/en.yaml", "hello: \"Hello.\"\n");
            Write($"dialogs/{folder}/es.yaml", "hello: \"Hola.\"\n");
        }
        Write("dialogs/sources.yaml", string.Concat(Wording.Folders.Select(folder => $"{folder}: [{{name: The clinic's own words}}]\n")));
        Write("dialogs/handoff/text-only.yaml", "en: [\"call => text\"]\nes: [\"llame => escriba\"]\n");
        Write("dialogs/answers/synonyms.yaml", "quiet: [please]\n");
    }

    public ContentRoot Root => new(_home);

    public ContentFolder Write(string file, string text)
    {
        var path = Path.Combine(_home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public ContentFolder Delete(string file)
    {
        File.Delete(Path.Combine(_home, file));
        return this;
    }

    /// <summary>An answer in both languages; the Spanish one is always right.</summary>
    public ContentFolder Answer(string id, string text = "You can park at the door.", string sms = "Park at the door.", string title = "Where to park", string more = "", string? asks = null)
    {
        asks ??= string.Concat(Enumerable.Range(1, 10).Select(n => $"  - {id} ask {n}\n"));
        Write($"dialogs/answers/en/{id}.md", Front(id, title, asks, sms, more) + text + "\n");
        return Write($"dialogs/answers/es/{id}.md", Front(id, "Dónde estacionar", asks, "Hay lugar en la puerta.", "") + "Hay lugar en la puerta.\n");
    }

    public ContentReport Check(CheckScope? scope = null) => ContentCheck.Run(ContentLibrary.Read(Root), scope ?? CheckScope.At(Today));

    public string[] Faults(CheckScope? scope = null) => [.. Check(scope).Faults.Select(f => $"{f.Severity.ToString().ToLowerInvariant()} {f}")];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static string Front(string id, string title, string asks, string sms, string more) => $"""
        ---
        id: {id}
        title: {title}
        asks:
        {asks}sms: {sms}
        sources:
          - name: Facts given by the clinic
        owner: Front desk lead
        reviewed: 2026-11-22
        next-review: 2027-05-22
        {more}---

        """;
}
