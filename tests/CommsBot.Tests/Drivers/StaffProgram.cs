using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Drivers;

/// <summary>A program that calls the API with a key.</summary>
internal sealed class StaffProgram(TestService service, string key)
{
    public async Task<JsonNode> Get(string path)
    {
        using var answer = await Send(HttpMethod.Get, path);
        return await Body(answer);
    }

    public async Task<JsonNode> Post(string path, object? body = null)
    {
        using var answer = await Send(HttpMethod.Post, path, body ?? new { });
        return await Body(answer);
    }

    public async Task<JsonNode> Put(string path, object body)
    {
        using var answer = await Send(HttpMethod.Put, path, body);
        return await Body(answer);
    }

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (body is not null) Plant(JsonSerializer.SerializeToNode(body));
        return service.Http.SendAsync(request);
    }

    /// <summary>What the body says of a patient, at any depth.</summary>
    private void Plant(JsonNode? body)
    {
        if (body is JsonArray list) foreach (var item in list) Plant(item);
        if (body is not JsonObject about) return;
        foreach (var (name, value) in about)
        {
            if (value is not JsonValue said || said.GetValueKind() != JsonValueKind.String) Plant(value);
            else if (name == "phone") service.Watchman.PlantPhone((string?)said);
            else if (name is "text" or "note" or "proof") service.Watchman.PlantText((string?)said);
        }
    }

    /// <summary>The tickets of a conversation, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> Tickets(string conversationId) => Items(await Get($"/api/handoffs?conversationId={Uri.EscapeDataString(conversationId)}"));

    /// <summary>The one ticket of a conversation.</summary>
    public async Task<JsonNode> Ticket(string conversationId) => Assert.Single(await Tickets(conversationId));

    public async Task<IReadOnlyList<JsonNode>> Activities(string conversationId) => Items(await Get($"/api/conversations/{conversationId}/activities"));

    public async Task<IReadOnlyList<JsonNode>> Consents(string phone) => Items(await Post("/api/consents/search", new { phone }));

    public async Task<IReadOnlyList<JsonNode>> Questions() => Items(await Get("/api/questions?state=open"));

    /// <summary>Opens the ticket's conversation for this program's person.</summary>
    public Task<JsonNode> Claim(JsonNode ticket) => Post($"/api/handoffs/{ticket["id"]}/claim");

    /// <param name="outcome">Null: the patient was reached, or has an answer.</param>
    public Task<JsonNode> Close(JsonNode ticket, string? outcome = null) =>
        Post($"/api/handoffs/{ticket["id"]}/close", new { outcome = outcome ?? (ticket.Kind() is "crisis" or "emergency" ? "Reached" : "Answered"), note = "Spoke with the patient." });

    private static IReadOnlyList<JsonNode> Items(JsonNode page) => [.. page["items"]!.AsArray().Select(item => item!)];

    private static async Task<JsonNode> Body(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}

internal static class TicketReading
{
    public static string Kind(this JsonNode ticket) => (string)ticket["kind"]!;

    /// <summary>A field of the packet; null when it was not given.</summary>
    public static string? Field(this JsonNode ticket, string name) => (string?)ticket.FieldNode(name)["value"];

    /// <summary>The transcript number of the message the field was read from.</summary>
    public static long? From(this JsonNode ticket, string name) => (long?)ticket.FieldNode(name)["message"];

    private static JsonNode FieldNode(this JsonNode ticket, string name) =>
        ticket["summary"]!.AsArray().Single(field => (string?)field!["name"] == name)!;
}
