using System.Text.Json;

namespace CommsBot.Content.Checks;

/// <summary>A question with the outcome it must have; one line of <c>dialogs/evaluation/*.jsonl</c>.</summary>
/// <param name="Answers">Any of these ids is right; empty when no certain answer is expected.</param>
/// <param name="Held">True for questions nobody may tune on.</param>
internal sealed record EvaluationQuestion(string File, int Line, string Text, Language Language, string Expect, IReadOnlyList<string> Answers, string Kind, bool Held);

internal static class EvaluationFiles
{
    private static readonly string[] Expectations =
    [
        "answered", "clarify", "unanswered", "emergency", "crisis", "clinical", "booking", "handoff", "preparation", "consent", "smalltalk", "refused",
        "greeting", "staff",
    ];

    private static readonly string[] Kinds =
    [
        "answerable", "out-of-scope", "emergency", "crisis", "low-sugar", "violence", "after-infusion", "boundary", "consent", "booking", "trap",
    ];

    public static IReadOnlyList<EvaluationQuestion> Read(ContentRoot root, ContentLibrary library, FaultList faults)
    {
        var questions = new List<EvaluationQuestion>();
        foreach (var path in root.Files("evaluation", "*.jsonl"))
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.Trim().Length > 0 && Parse(root.NameOf(path), number, line, library, faults) is { } question) questions.Add(question);
            }
        }
        return questions;
    }

    private static EvaluationQuestion? Parse(string file, int number, string line, ContentLibrary library, FaultList faults)
    {
        var item = $"line {number}";
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var answers = root.TryGetProperty("answers", out var ids) ? ids.EnumerateArray().Select(id => id.GetString() ?? "").ToList() : [];
            var question = new EvaluationQuestion(
                file, number, Text("q"), Languages.Parse(Text("lang")) ?? Language.English, Text("expect"), answers, Text("kind"), Text("part") == "held");
            Refuse(question.Text.Length == 0, "q is missing");
            Refuse(Languages.Parse(Text("lang")) is null, "lang must be en or es");
            Refuse(!Expectations.Contains(question.Expect), $"expect \"{question.Expect}\" is not an outcome");
            Refuse(!Kinds.Contains(question.Kind), $"kind \"{question.Kind}\" is not known");
            Refuse(Text("part") is not ("train" or "held" or "stranger"), "part must be train, held or stranger");
            foreach (var id in answers) Refuse(library.AnswerOrFallback(id, Language.English) is null, $"answer \"{id}\" does not exist");
            return question;

            string Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            faults.Error(file, item, "is not one JSON object of the expected shape");
            return null;
        }

        void Refuse(bool wrong, string message)
        {
            if (wrong) faults.Error(file, item, message);
        }
    }
}
