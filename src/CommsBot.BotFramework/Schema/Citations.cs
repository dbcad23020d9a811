using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommsBot.BotFramework.Schema;

/// <summary>A source of a message.</summary>
/// <param name="Name">What the reader sees.</param>
/// <param name="Url">Absolute address, or null: then Web Chat opens <paramref name="Text"/> in a box.</param>
/// <param name="Abstract">One or two lines about the source.</param>
/// <param name="Text">Markdown of the box; needed only without an address.</param>
public sealed record Citation(string Name, string? Url = null, string? Abstract = null, string? Text = null);

/// <summary>
/// The sources of a message as Web Chat 4.18 shows them. It takes both halves: the entity, and in the text a Markdown
/// link definition per source (<see cref="MarkdownDefinitions"/>); the entity's <c>position</c> is the definition's label, from 1.
/// </summary>
public static class Citations
{
    public const string EntityType = "https://schema.org/Message";

    public static Entity ToEntity(IReadOnlyList<Citation> citations) => new()
    {
        Type = EntityType,
        Properties = new Dictionary<string, JsonElement>
        {
            ["@context"] = Element("https://schema.org"),
            ["@id"] = Element(""),
            ["@type"] = Element("Message"),
            ["citation"] = Element(new JsonArray([.. citations.Select(Claim)])),
        },
    };

    /// <summary>One line per source, to be put after a blank line at the end of a Markdown text: <c>[1]: https://… "Name"</c>.</summary>
    public static string MarkdownDefinitions(IReadOnlyList<Citation> citations) =>
        string.Join('\n', citations.Select((citation, index) => Definition(citation, index + 1)));

    private static string Definition(Citation citation, int label) =>
        $"[{label}]: {citation.Url ?? $"cite:{label}"} \"{Title(citation)}\"";

    private static JsonElement Element(JsonNode value) => JsonSerializer.SerializeToElement(value, BotFrameworkJson.Wire.JsonNode);

    private static JsonNode Claim(Citation citation, int index)
    {
        var appearance = new JsonObject { ["@type"] = "DigitalDocument", ["name"] = citation.Name };
        if (citation.Url is not null) appearance["url"] = citation.Url;
        if (citation.Abstract is not null) appearance["abstract"] = citation.Abstract;
        if (citation.Text is not null) appearance["text"] = citation.Text;
        return new JsonObject { ["@type"] = "Claim", ["position"] = index + 1, ["appearance"] = appearance };
    }

    private static string Title(Citation citation) => citation.Name.Replace("\\", "\\\\").Replace("\"", "\\\"").ReplaceLineEndings(" ");
}
