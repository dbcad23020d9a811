using System.Text.Json;

namespace CommsBot.Tests.Safety;

/// <summary>Our own evaluation sentences: <c>train</c> was tuned on, <c>held</c> was written before the rules and is only measured.</summary>
internal sealed record Sentence(string Text, string Kind, string Part, string Detail, string Language)
{
    public static IReadOnlyList<Sentence> Of(params string[] files) =>
        [.. files.SelectMany(file => File.ReadLines(Path.Combine(Dialogs.Folder, "evaluation", file + ".jsonl"))).Select(Read)];

    private static Sentence Read(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        string Value(string name) => json.TryGetProperty(name, out var value) ? value.GetString()! : "";
        return new Sentence(Value("q"), Value("kind"), Value("part"), Value("detail"), Value("lang"));
    }
}
