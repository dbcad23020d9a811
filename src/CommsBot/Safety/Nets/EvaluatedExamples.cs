using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommsBot.Safety.Nets;

/// <summary>
/// The questions of <c>dialogs/evaluation</c> that are there to learn from (part <c>train</c>). Those held back never reach a net: they measure it.
/// </summary>
internal static class EvaluatedExamples
{
    private static readonly HashSet<string> Dangers = ["crisis", "emergency", "low-sugar", "violence", "after-infusion"];

    /// <summary>What each question means to a net with these labels; questions that belong to an earlier decision are left out.</summary>
    public static IEnumerable<Example> Read(string dialogs, IReadOnlySet<string> labels)
    {
        var folder = Path.Combine(dialogs, "evaluation");
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
            .Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Question>(line)!)
            .Where(question => question.Part == "train")
            .Select(question => (question.Text, Label: LabelOf(question, labels))).Where(one => one.Label is not null)
            .Select(one => new Example(one.Text, one.Label!));
    }

    private static string? LabelOf(Question question, IReadOnlySet<string> labels)
    {
        if (question.Detail is { } detail && labels.Contains(detail)) return detail;
        if (MeaningOf(question) is { } meaning && labels.Contains(meaning)) return meaning;
        if (Dangers.Contains(question.Kind) || question.Detail == "Adverse") return null;
        var mayBePersonal = question.Kind is "boundary" or "consent" || (question.Kind == "trap" && question.Detail != "General");
        // A look-alike of danger may well be a question for a nurse; only a net for danger knows that it means nothing.
        return mayBePersonal && labels.Contains("Personal") ? null : ExampleFiles.None;
    }

    private static string? MeaningOf(Question question) => (question.Kind, question.Expect) switch
    {
        ("crisis", _) => nameof(AlarmClass.Crisis),
        ("emergency", _) => nameof(AlarmClass.Emergency),
        ("low-sugar", _) => nameof(AlarmClass.LowBloodSugar),
        ("violence", _) => nameof(AlarmClass.Violence),
        ("after-infusion", "emergency") => nameof(AlarmClass.Emergency),
        ("after-infusion", _) => nameof(AlarmClass.AfterInfusionWarning),
        ("consent", _) when question.Detail is "OptOut" => "OptOutCertain",
        _ => null,
    };

    private sealed record Question(
        [property: JsonPropertyName("q")] string Text,
        [property: JsonPropertyName("kind")] string Kind,
        [property: JsonPropertyName("expect")] string Expect,
        [property: JsonPropertyName("part")] string Part,
        [property: JsonPropertyName("detail")] string? Detail = null);
}
