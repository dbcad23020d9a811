using System.Net;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.DirectLine;
using CommsBot.BotFramework.Schema;

namespace CommsBot.Tests.BotFramework;

public sealed class DirectLineCallTests
{
    [Fact]
    public async Task Starting_is_201_and_starting_again_is_200_with_the_same_conversation()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();

        var (status, body) = await server.SendAsync(HttpMethod.Post, "conversations", chat.Token);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(chat.Id, (string)body!["conversationId"]!);
        Assert.StartsWith($"wss://chat.example.org/bot/v3/directline/conversations/{chat.Id}/stream?watermark=0&t=", (string)body["streamUrl"]!);
    }

    [Fact]
    public async Task A_plain_http_address_makes_a_ws_stream()
    {
        await using var server = await ChatServer.StartAsync(ChatServer.Options("http://127.0.0.1:5080/"));
        var chat = await server.BeginAsync();
        Assert.StartsWith($"ws://127.0.0.1:5080/v3/directline/conversations/{chat.Id}/stream?", chat.StreamUrl);
    }

    [Fact]
    public async Task The_backend_learns_user_name_locale_and_claims_at_the_start()
    {
        await using var server = await ChatServer.StartAsync();
        DirectLineStart? seen = null;
        server.Backend.Started += start => seen = start;
        await server.SendAsync(HttpMethod.Post, "conversations", ChatServer.Secret, """{"user":{"id":"dl_ann","name":"Ann"},"locale":"es-US"}""");
        Assert.Equal(("dl_ann", "Ann", "es-US", "north"), (seen!.UserId, seen.UserName, seen.Locale, seen.Claims["clinic"]));
    }

    [Fact]
    public async Task A_message_is_stored_under_the_tokens_user_whatever_it_claims()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        DirectLinePost? seen = null;
        server.Backend.Posted += post => seen = post;

        var (status, body) = await server.PostAsync(chat, """
            {"type":"message","text":"¿hola?","id":"mine","from":{"id":"bot","name":"Ann","role":"bot"},"recipient":{"id":"x"},"conversation":{"id":"other"},
             "serviceUrl":"https://evil.example","channelId":"sms","timestamp":"2001-01-01T00:00:00Z","channelData":{"clientActivityID":"a1","more":[1]}}
            """);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($"{{\"id\":\"{chat.Id}|0000001\"}}", body!.ToJsonString());
        var activity = seen!.Activity;
        Assert.Equal(("dl_ann", "Ann", "user"), (activity.From!.Id, activity.From.Name, activity.From.Role));
        Assert.Equal((chat.Id, "directline", "https://chat.example.org/bot"), (activity.Conversation!.Id, activity.ChannelId, activity.ServiceUrl));
        Assert.Equal(server.Time.GetUtcNow(), activity.Timestamp);
        Assert.Null(activity.Recipient);
        Assert.Equal("a1", seen.ClientActivityId);
    }

    [Fact]
    public async Task A_repeated_message_gets_the_first_ones_id_and_stands_once()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        const string message = """{"type":"message","text":"hi","channelData":{"clientActivityID":"a1"}}""";

        var (_, first) = await server.PostAsync(chat, message);
        var (status, again) = await server.PostAsync(chat, message);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((string)first!["id"]!, (string)again!["id"]!);
        Assert.Equal(1, await server.Backend.LastSequenceAsync(chat.Id, default));
    }

    [Fact]
    public async Task Activities_are_read_in_pages_until_an_empty_one()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        for (var i = 1; i <= 120; i++) server.Backend.Append(chat.Id, Frames.Says($"m{i}"));

        List<string> texts = [];
        var watermark = "";
        while (true)
        {
            var (_, page) = await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities?watermark={watermark}", chat.Token);
            if (page!.Texts().Count == 0) break;
            texts.AddRange(page!.Texts());
            watermark = (string)page!["watermark"]!;
        }

        Assert.Equal(Enumerable.Range(1, 120).Select(i => $"m{i}"), texts);
        Assert.Equal("120", watermark);
    }

    [Fact]
    public async Task What_is_not_for_clients_is_passed_over_even_when_a_whole_page_is()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        for (var i = 0; i < 60; i++) server.Backend.Append(chat.Id, new Activity { Type = ActivityTypes.ConversationUpdate });
        server.Backend.Append(chat.Id, new Activity { Type = ActivityTypes.Typing });
        server.Backend.Append(chat.Id, Frames.Says("welcome"));

        var (_, page) = await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities", chat.Token);

        Assert.Equal(["welcome"], page!.Texts());
        Assert.Equal("62", (string)page!["watermark"]!);
    }

    [Fact]
    public async Task A_reply_to_something_the_client_never_saw_loses_its_reply_id()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        await server.PostAsync(chat, """{"type":"message","text":"hi"}""");
        foreach (var id in new[] { $"{chat.Id}|0000001", "some-proactive-id", $"{chat.Id}|0000009", "other|0000001", $"{chat.Id}|" })
        {
            server.Backend.Append(chat.Id, Frames.Says("reply") with { ReplyToId = id });
        }

        var (_, page) = await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities?watermark=1", chat.Token);

        var ids = page!["activities"]!.AsArray().Select(activity => (string?)activity!["replyToId"]);
        Assert.Equal([$"{chat.Id}|0000001", null, null, null, null], ids);
    }

    [Fact]
    public async Task Reconnecting_returns_a_stream_that_goes_on_after_the_watermark()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        for (var i = 0; i < 3; i++) server.Backend.Append(chat.Id, Frames.Says("m"));

        Assert.Contains("?watermark=2&", await UrlAsync("?watermark=2"));
        Assert.Contains("?watermark=0&", await UrlAsync("?watermark="));
        Assert.Contains("?watermark=0&", await UrlAsync("?watermark=0"));
        Assert.Contains("?watermark=3&", await UrlAsync(""));

        async Task<string> UrlAsync(string query) =>
            (string)(await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}{query}", chat.Token)).Body!["streamUrl"]!;
    }

    [Fact]
    public async Task Typing_is_acknowledged_and_not_stored()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var (status, _) = await server.PostAsync(chat, """{"type":"typing"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0, await server.Backend.LastSequenceAsync(chat.Id, default));
    }

    [Fact]
    public async Task A_session_id_is_given()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Get, "session/getsessionid", chat.Token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(32, ((string)body!["sessionId"]!).Length);
    }

    [Fact]
    public async Task Unknown_fields_of_a_message_come_back_to_the_client()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        await server.PostAsync(chat, """{"type":"message","text":"hi","future":{"a":[1.50,null]},"channelData":{"clientActivityID":"a1","x":{"y":1e2}}}""");

        using var response = await server.SendRawAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities", chat.Token);
        var text = await response.Content.ReadAsStringAsync();

        Assert.NotNull(JsonNode.Parse(text));
        Assert.Contains("\"future\":{\"a\":[1.50,null]}", text);
        Assert.Contains("\"channelData\":{\"clientActivityID\":\"a1\",\"x\":{\"y\":1e2}}", text);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }
}
