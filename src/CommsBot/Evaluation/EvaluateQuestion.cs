using System.Text.Json;
using System.Text.Json.Serialization;
using CommsBot.Content;

namespace CommsBot.Evaluation;

/// <summary>One line of <c>dialogs/evaluation/*.jsonl</c>.</summary>
/// <param name="Expect">The outcome word of <c>doors.md</c> the turn must have.</param>
/// <param name="Answers">Ids of the answers that would be right; with several, any of them.</param>
/// <param name="Before">What the patient wrote just before, in the same conversation; a follow-up leans on its answer.</param>
/// <param name="Both">The message asks for all of <paramref name="Answers"/>, not for any of them.</param>
/// <param name="Part">
/// <c>train</c> to learn from and to set thresholds by, <c>held</c> for measuring only; <c>stranger</c> for a stranger's messages as they were measured
/// once: nothing learns from them, and no floor stands on them.
/// </param>
internal sealed record EvaluateQuestion(
    [property: JsonPropertyName("q")] string Text,
    [property: JsonPropertyName("lang")] string Lang,
    [property: JsonPropertyName("expect")] string Expect,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("part")] string Part,
    [property: JsonPropertyName("answers")] IReadOnlyList<string>? Answers = null,
    [property: JsonPropertyName("before")] string? Before = null,
    [property: JsonPropertyName("both")] bool Both = false)
{
    public Language Language => Languages.Parse(Lang) ?? Language.English;

    /// <exception cref="InvalidDataException">A line is not a question; the message names file and line.</exception>
    public static IReadOnlyList<EvaluateQuestion> Read(IEnumerable<string> files) => [.. files.SelectMany(Lines)];

    private static IEnumerable<EvaluateQuestion> Lines(string file) =>
        File.ReadLines(file).Select((line, at) => (line, at)).Where(l => l.line.Trim().Length > 0).Select(l => Parse(file, l.at + 1, l.line));

    private static EvaluateQuestion Parse(string file, int line, string json)
    {
        try
        {
            return JsonSerializer.Deserialize<EvaluateQuestion>(json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"{Path.GetFileName(file)} line {line} is not a question in JSON.");
        }
    }
}
