using System.Text.Json;

namespace CommsBot.Simulator.OpenAi;

/// <summary>
/// A model without intelligence, for demonstrations and <c>evaluate --model</c>: it fills in the service's forms by counting words that message
/// and answer share. Null for a form it does not know.
/// </summary>
internal static class PlainModel
{
    private const int ShortestWord = 4;
    private static readonly string[] Spanish = ["que", "qué", "cómo", "como", "dónde", "donde", "cuánto", "cuanto", "puedo", "tengo", "hay", "una", "para", "los", "las"];
    private static readonly string[] Dark = ["kill myself", "end it all", "want to die", "no reason to live", "matarme", "quiero morir", "quitarme la vida"];

    public static string? Reply(JsonElement body, string message)
    {
        if (Material(body) is not { } material || !material.TryGetProperty("answers", out var answers)) return null;
        return Form(body) switch
        {
            "understand" => Understand(message, material, answers),
            "join" => Join(answers),
            _ => null,
        };
    }

    private static string Understand(string message, JsonElement material, JsonElement answers)
    {
        var words = Words(message);
        var best = answers.EnumerateArray().Select(answer => (Id: answer.GetProperty("id").GetString()!, Share: Share(words, answer))).OrderByDescending(one => one.Share).FirstOrDefault();
        var last = material.TryGetProperty("last_answer", out var title) ? title.GetString() : null;
        return JsonSerializer.Serialize(new
        {
            language = Spanish.Any(word => message.ToLowerInvariant().Split(' ', '?', '¿').Contains(word)) ? "es" : "en",
            intent = "question",
            question = last is not null && words.Count < 3 ? $"{message} {last}" : message.Length < 300 ? message : null,
            answer = best.Share >= 0.6 ? best.Id : "none",
            crisis = Dark.Any(phrase => message.Contains(phrase, StringComparison.OrdinalIgnoreCase)),
        });
    }

    private static string Join(JsonElement answers) => JsonSerializer.Serialize(new
    {
        sentences = answers.EnumerateArray().SelectMany(answer => answer.GetProperty("sentences").EnumerateArray()
            .Select(sentence => new { answer = answer.GetProperty("id").GetString(), text = sentence.GetString() })),
    });

    private static double Share(HashSet<string> words, JsonElement answer)
    {
        var known = Words($"{answer.GetProperty("title")} {(answer.TryGetProperty("text", out var text) ? text.GetString() : "")}");
        return words.Count == 0 ? 0 : words.Count(known.Contains) / (double)words.Count;
    }

    private static HashSet<string> Words(string text) =>
        [.. text.ToLowerInvariant().Split([' ', ',', '.', '?', '!', '¿', '¡', ':', ';', '(', ')', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= ShortestWord)];

    private static string? Form(JsonElement body) =>
        body.TryGetProperty("response_format", out var format) && format.TryGetProperty("json_schema", out var schema) && schema.TryGetProperty("name", out var name)
            ? name.GetString()
            : null;

    /// <summary>The last system message, when it is a JSON object.</summary>
    private static JsonElement? Material(JsonElement body)
    {
        var last = body.GetProperty("messages").EnumerateArray().LastOrDefault(item => item.TryGetProperty("role", out var role) && role.ValueEquals("system"));
        if (last.ValueKind != JsonValueKind.Object || !last.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.String) return null;
        try
        {
            using var document = JsonDocument.Parse(content.GetString()!);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
