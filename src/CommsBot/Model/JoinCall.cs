using System.Text.Json;
using System.Text.RegularExpressions;
using CommsBot.Answers;
using CommsBot.Content;

namespace CommsBot.Model;

/// <summary>
/// The call <c>join</c>: several approved answers become one reply. The model names sentences; what a patient reads is the approved passage
/// itself, never the model's own letters. One sentence that is no quote, and the whole reply is dropped for the word-for-word answers.
/// </summary>
internal static partial class JoinCall
{
    private const int MostSentences = 40;
    private const int LongestSentence = 2_000;

    public static string Material(Language language, IReadOnlyList<Quote> quotes) => JsonSerializer.Serialize(new
    {
        language = language.Code(),
        answers = quotes.Select(quote => new { id = quote.Id, sentences = Passages.Of(quote.Text) }),
    });

    public static BinaryData Schema(IReadOnlyList<Quote> quotes) => BinaryData.FromObjectAsJson(new
    {
        type = "object",
        properties = new
        {
            sentences = new
            {
                type = "array",
                items = new
                {
                    type = "object",
                    properties = new
                    {
                        answer = new { type = "string", @enum = (string[])[.. quotes.Select(quote => quote.Id)] },
                        text = new { type = "string" },
                    },
                    required = (string[])["answer", "text"],
                    additionalProperties = false,
                },
            },
        },
        required = (string[])["sentences"],
        additionalProperties = false,
    });

    /// <summary>Null when a sentence is no quote, stands twice, an answer is left out, or a passage that warns is missing.</summary>
    public static JoinedReply? Read(string text, IReadOnlyList<Quote> quotes)
    {
        if (StrictJson.Object(text, "sentences") is not { } said || said.GetProperty("sentences") is not { ValueKind: JsonValueKind.Array } list) return null;
        if (list.GetArrayLength() is 0 or > MostSentences) return null;
        var approved = quotes.ToDictionary(quote => quote.Id, quote => Passages.Of(quote.Text));
        var chosen = new List<(string Id, string Passage)>();
        foreach (var item in list.EnumerateArray())
        {
            if (Quoted(item, approved) is not { } quoted || chosen.Contains(quoted)) return null;
            chosen.Add(quoted);
        }

        var complete = approved.All(answer => chosen.Exists(one => one.Id == answer.Key) && answer.Value.Where(MustStay).All(passage => chosen.Contains((answer.Key, passage))));
        return complete ? new JoinedReply(quotes, Written([.. chosen.Select(one => one.Passage)])) : null;
    }

    private static (string Id, string Passage)? Quoted(JsonElement item, Dictionary<string, IReadOnlyList<string>> approved)
    {
        if (!StrictJson.Has(item, "answer", "text") || !StrictJson.IsText(item.GetProperty("answer"), 100) || !StrictJson.IsText(item.GetProperty("text"), LongestSentence)) return null;
        var (id, text) = (item.GetProperty("answer").GetString()!, item.GetProperty("text").GetString()!);
        if (!approved.TryGetValue(id, out var passages)) return null;
        return passages.FirstOrDefault(passage => SameWords.Quote(text, passage)) is { } quoted ? (id, quoted) : null;
    }

    /// <summary>A number to call and anything that forbids: a shorter reply may leave out neither.</summary>
    private static bool MustStay(string passage) => Warning().IsMatch(passage);

    private static string Written(IReadOnlyList<string> passages)
    {
        var text = passages[0];
        for (var at = 1; at < passages.Count; at++) text += (passages[at - 1].Contains('\n') || passages[at].Contains('\n') ? "\n\n" : " ") + passages[at];
        return text;
    }

    [GeneratedRegex(@"\b(?:911|988)\b|\d{3}\D{1,3}\d{4}|\b(?:not|no|never|none|nothing|nobody|without|cannot|unless|only|must|nunca|jamás|sin|ni|nada|nadie|ningún|ninguna|ninguno|tampoco|solo|sólo|debe)\b|n['’]t\b", RegexOptions.IgnoreCase)]
    private static partial Regex Warning();
}
