using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace CommsBot.BotFramework.Schema;

public enum BodyFault
{
    TooBig,
    BrokenJson,
}

/// <summary>Reads what strangers send: no longer than we said, and nothing that could not be written again.</summary>
public static class BoundedBody
{
    /// <summary>An empty body is null without a fault; so is the JSON text <c>null</c>.</summary>
    public static async ValueTask<(T? Body, BodyFault? Fault)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int longest) where T : class
    {
        if (request.ContentLength > longest) return (null, BodyFault.TooBig);
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > longest) return (null, BodyFault.TooBig);
            body.Write(buffer, 0, read);
        }

        if (body.Length == 0) return (null, null);
        try
        {
            var value = JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type);
            // Half a surrogate pair in an unknown field shows only when it is written, and would block every reader of the conversation.
            JsonSerializer.Serialize(Stream.Null, value, type!);
            return (value, null);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // The library throws the latter two for a doubled name inside a JsonNode and for half a surrogate pair.
            return (null, BodyFault.BrokenJson);
        }
    }
}
