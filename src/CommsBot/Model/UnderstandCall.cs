using System.Text.Json;
using CommsBot.Content;

namespace CommsBot.Model;

/// <summary>An answer the search holds possible, as the model is shown it.</summary>
internal sealed record ModelCandidate(string Id, string Title, string Text);

/// <summary>The call <c>understand</c>: what is sent beside the patient's words, and what may come back.</summary>
internal static class UnderstandCall
{
    private const string NoAnswer = "none";
    private const int LongestQuestion = 300;
    private static readonly string[] Spoken = ["en", "es", "other"];
    private static readonly string[] Intents = ["question", "appointment", "person", "other"];

    public static string Material(string? lastTitle, IReadOnlyList<ModelCandidate> candidates) => JsonSerializer.Serialize(new
    {
        last_answer = lastTitle,
        answers = candidates.Select(candidate => new { id = candidate.Id, title = candidate.Title, text = candidate.Text }),
    });

    public static BinaryData Schema(IReadOnlyList<ModelCandidate> candidates) => BinaryData.FromObjectAsJson(new
    {
        type = "object",
        properties = new
        {
            language = new { type = "string", @enum = Spoken },
            intent = new { type = "string", @enum = Intents },
            question = new { type = (string[])["string", "null"] },
            answer = new { type = "string", @enum = (string[])[.. candidates.Select(candidate => candidate.Id), NoAnswer] },
            crisis = new { type = "boolean" },
        },
        required = (string[])["language", "intent", "question", "answer", "crisis"],
        additionalProperties = false,
    });

    /// <summary>Null when anything in it is not as agreed: then nothing of it is believed.</summary>
    public static Opinion? Read(string text, IReadOnlyList<ModelCandidate> candidates)
    {
        if (StrictJson.Object(text, "language", "intent", "question", "answer", "crisis") is not { } said) return null;
        if (said.GetProperty("language") is not { ValueKind: JsonValueKind.String } language || !Spoken.Contains(language.GetString())) return null;
        if (said.GetProperty("intent") is not { ValueKind: JsonValueKind.String } intent || !Intents.Contains(intent.GetString())) return null;
        if (said.GetProperty("crisis") is not { ValueKind: JsonValueKind.True or JsonValueKind.False } crisis) return null;
        if (said.GetProperty("answer") is not { ValueKind: JsonValueKind.String } answer) return null;
        var id = answer.GetString()!;
        if (id != NoAnswer && !candidates.Any(candidate => candidate.Id == id)) return null;
        var question = said.GetProperty("question");
        if (question.ValueKind != JsonValueKind.Null && !StrictJson.IsText(question, LongestQuestion)) return null;
        return new Opinion(
            Languages.Parse(language.GetString()), Enum.Parse<Intent>(intent.GetString()!, ignoreCase: true),
            question.GetString() is { } asked && asked.Any(char.IsLetter) ? asked : null, id == NoAnswer ? null : id, crisis.GetBoolean());
    }
}
