using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CommsBot.Simulator.OpenAi;

/// <summary>Chat completions in the shape of Azure OpenAI, below /simulator/openai as its endpoint.</summary>
internal static class ChatEndpoints
{
    private const string Refusal = "The simulator has no scripted reply for this.";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/script", (ChatScript script) => Results.Json(script.Lines, JsonSerializerOptions.Web));
        group.MapPut("/script", PutScript);
        group.MapPost("/openai/deployments/{deployment}/chat/completions", Complete);
    }

    private static async Task<IResult> PutScript(HttpRequest request, ChatScript script)
    {
        var body = await JsonBody.ReadAsync(request);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        if (ChatScript.Read(body.Root) is not { } lines)
        {
            return Problem.Bad("The script must be a list of { match, reply, status?, delayMs? } with a status of 200-599 and a delay of 0-120000.");
        }

        script.Lines = lines;
        return Results.Json(lines, JsonSerializerOptions.Web);
    }

    private static async Task<IResult> Complete(HttpRequest request, string deployment, ChatScript script, TimeProvider time)
    {
        if (request.Headers["api-key"].ToString() == "" && !request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return Error(401, "401", "Access denied: give an api-key or a bearer token.");
        }

        if (request.Query["api-version"].ToString() == "")
        {
            return Error(404, "404", "Resource not found");
        }

        var body = await JsonBody.ReadObjectAsync(request);
        if (body.Refusal is not null || LastUserMessage(body.Root) is not { } message)
        {
            return Error(400, "invalid_request_error", "The body must be JSON with messages, one of them by the user.");
        }

        if (body.Root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
        {
            return Error(400, "invalid_request_error", "The simulator does not stream.");
        }

        var line = script.Find(message);
        await Task.Delay(TimeSpan.FromMilliseconds(line?.DelayMs ?? 0), time, request.HttpContext.RequestAborted);
        return line is { Status: not 200 }
            ? Error(line.Status, $"{line.Status}", line.Reply)
            : Results.Json(Completion(deployment, message, line?.Reply ?? PlainModel.Reply(body.Root, message), time));
    }

    private static object Completion(string deployment, string message, string? reply, TimeProvider time)
    {
        // Counts are of words: enough for a caller that adds them up.
        int asked = Words(message), answered = Words(reply ?? Refusal);
        return new
        {
            id = $"chatcmpl-{Guid.NewGuid():N}",
            @object = "chat.completion",
            created = time.GetUtcNow().ToUnixTimeSeconds(),
            model = deployment,
            choices = new[]
            {
                new
                {
                    index = 0,
                    message = new { role = "assistant", content = reply, refusal = reply is null ? Refusal : null },
                    logprobs = (object?)null,
                    finish_reason = "stop",
                },
            },
            usage = new { prompt_tokens = asked, completion_tokens = answered, total_tokens = asked + answered },
        };
    }

    /// <summary>Content may be a text or a list of parts; null when no user message is there.</summary>
    private static string? LastUserMessage(JsonElement body)
    {
        if (!body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        foreach (var item in messages.EnumerateArray().Reverse())
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("role", out var role) && role.ValueEquals("user")
                && item.TryGetProperty("content", out var content))
            {
                return Content(content);
            }
        }

        return null;
    }

    private static string? Content(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString(),
        JsonValueKind.Array => string.Concat(content.EnumerateArray()
            .Select(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) ? text.ToString() : "")),
        _ => null,
    };

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static IResult Error(int status, string code, string message) => Results.Json(new { error = new { code, message } }, statusCode: status);
}
