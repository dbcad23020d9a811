using System.Text.Json;

namespace CommsBot.Model;

/// <summary>Reads the model's JSON as a contract: exactly the expected names, each once, each of its kind. Anything else is null.</summary>
internal static class StrictJson
{
    private const int Longest = 32_000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 6, AllowDuplicateProperties = false };

    public static JsonElement? Object(string text, params ReadOnlySpan<string> names)
    {
        if (text.Length > Longest) return null;
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Has(document.RootElement, names) ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True for an object with these names and no other.</summary>
    public static bool Has(JsonElement item, params ReadOnlySpan<string> names)
    {
        if (item.ValueKind != JsonValueKind.Object || item.GetPropertyCount() != names.Length) return false;
        foreach (var name in names)
            if (!item.TryGetProperty(name, out _)) return false;
        return true;
    }

    public static bool IsText(JsonElement item, int longest) => item.ValueKind == JsonValueKind.String && item.GetString()!.Length <= longest;
}
