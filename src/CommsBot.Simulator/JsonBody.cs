using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator;

/// <summary>A bounded JSON body, or the answer that says why there is none.</summary>
internal readonly record struct JsonBody(JsonElement Root, IResult? Refusal)
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Only application/json is read: a form of a foreign website can be posted here by a browser, JSON cannot.</summary>
    public static async Task<JsonBody> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return new(default, Problem.Of(415, "The body must be application/json."));
        }

        var buffer = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return new(default, Problem.Of(413, "The body is longer than 64 KB."));
            }

            buffer.Write(chunk, 0, read);
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.ToArray());
            return new(document.RootElement.Clone(), null);
        }
        catch (JsonException)
        {
            return new(default, Problem.Bad("The body is not JSON."));
        }
    }

    public static async Task<JsonBody> ReadObjectAsync(HttpRequest request)
    {
        var body = await ReadAsync(request);
        return body.Refusal is null && body.Root.ValueKind != JsonValueKind.Object
            ? new(default, Problem.Bad("The body must be a JSON object."))
            : body;
    }

    /// <summary>The property as text; null when it is absent, null or no text.</summary>
    public string? Text(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Has(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
