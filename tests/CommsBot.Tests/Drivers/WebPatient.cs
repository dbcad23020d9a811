using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Drivers;

/// <summary>One message a web patient sees.</summary>
internal sealed record WebMessage(JsonNode Activity)
{
    public string Text => (string?)Activity["text"] ?? "";
    public string From => (string)Activity["from"]!["id"]!;
    public string? Name => (string?)Activity["from"]!["name"];
    public string Id => (string)Activity["id"]!;
    public string? Outcome => (string?)Said?["outcome"];
    public string? Language => (string?)Said?["language"];
    public IReadOnlyList<string> Answers => [.. (Said?["answers"]?.AsArray() ?? []).Select(id => (string)id!)];
    public IReadOnlyList<string> Taps => [.. (Activity["suggestedActions"]?["actions"]?.AsArray() ?? []).Select(action => (string)action!["title"]!)];

    private JsonNode? Said => Activity["channelData"]?["commsBot"];
}

/// <summary>A patient in the website's chat, by Direct Line: token, conversation, messages, stream.</summary>
internal sealed class WebPatient(TestService service, string address)
{
    private string watermark = "";
    private int written;

    public string Token { get; set; } = "";
    public string ConversationId { get; set; } = "";
    public string UserId { get; set; } = "";
    public string StreamUrl { get; private set; } = "";

    /// <summary>What the bot said when the chat was opened.</summary>
    public WebMessage? Greeting { get; private set; }

    /// <summary>Everything seen so far, own messages too.</summary>
    public List<WebMessage> Seen { get; } = [];

    public WebMessage Last => Seen[^1];

    public async Task<WebPatient> Open(string? clinic = The.Clinic, string? language = null)
    {
        using var answer = await AskToken(new { clinic, language });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var given = await answer.Content.ReadFromJsonAsync<JsonNode>();
        (Token, ConversationId, UserId) = ((string)given!["token"]!, (string)given["conversationId"]!, (string)given["userId"]!);
        using var started = await Send(HttpMethod.Post, "conversations");
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        StreamUrl = (string)(await started.Content.ReadFromJsonAsync<JsonNode>())!["streamUrl"]!;
        await service.Settled();
        Greeting = await Read() is [var first, ..] ? first : null;
        return this;
    }

    public Task<HttpResponseMessage> AskToken(object body, string? origin = "")
    {
        var request = Request(HttpMethod.Post, "/api/webchat/token");
        if (origin is not null) request.Headers.Add("Origin", origin.Length == 0 ? service.Origin : origin);
        request.Content = JsonContent.Create(body);
        return service.Http.SendAsync(request);
    }

    /// <summary>Writes it and waits for everything that follows: the bot's or staff's messages that came back.</summary>
    public async Task<IReadOnlyList<WebMessage>> Say(string text)
    {
        await service.Settled();
        await Read();
        using var answer = await Post(Message(text));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await service.Settled();
        return [.. (await Read()).Where(message => message.From != UserId)];
    }

    /// <summary>Writes it: the one message that came back.</summary>
    public async Task<WebMessage> Ask(string text) => Assert.Single(await Say(text));

    /// <summary>Taps a choice of the newest message.</summary>
    public Task<WebMessage> Tap(string label)
    {
        Assert.Contains(label, Last.Taps);
        return Ask(label);
    }

    /// <summary>What is new since the last look.</summary>
    public async Task<IReadOnlyList<WebMessage>> Read()
    {
        var news = new List<WebMessage>();
        while (true)
        {
            using var answer = await Send(HttpMethod.Get, $"conversations/{ConversationId}/activities?watermark={watermark}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var page = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
            var activities = page["activities"]!.AsArray();
            if (activities.Count == 0) break;
            news.AddRange(activities.Select(activity => new WebMessage(activity!)));
            watermark = (string)page["watermark"]!;
        }

        Seen.AddRange(news);
        return news;
    }

    public JsonObject Message(string text, string? clientActivityId = null) => new()
    {
        ["type"] = "message",
        ["from"] = new JsonObject { ["id"] = UserId },
        ["text"] = text,
        ["channelData"] = new JsonObject { ["clientActivityID"] = clientActivityId ?? $"{ConversationId}-{++written}" },
    };

    public Task<HttpResponseMessage> Post(JsonNode activity)
    {
        service.Watchman.PlantText((string?)activity["text"]);
        return Send(HttpMethod.Post, $"conversations/{ConversationId}/activities", new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json"));
    }

    /// <param name="path">Below <c>/v3/directline/</c>.</param>
    /// <param name="origin">The website that calls; null where no browser says one.</param>
    public Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content = null, string? origin = null)
    {
        var request = Request(method, "/v3/directline/" + path);
        if (origin is not null) request.Headers.Add("Origin", origin);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Content = content;
        return service.Http.SendAsync(request);
    }

    /// <summary>The stream from its beginning, as Web Chat opens it.</summary>
    public Task<WebSocket> Listen() => service.OpenSocket(StreamUrl);

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add(TestService.AddressHeader, address);
        return request;
    }
}
