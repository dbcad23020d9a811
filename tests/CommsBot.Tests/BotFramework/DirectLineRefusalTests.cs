using System.Net;
using CommsBot.BotFramework.DirectLine;

namespace CommsBot.Tests.BotFramework;

public sealed class DirectLineRefusalTests
{
    public static readonly TheoryData<string, string> CallsWithToken = new()
    {
        { "POST", "tokens/refresh" },
        { "GET", "session/getsessionid" },
        { "POST", "conversations" },
        { "GET", "conversations/{id}" },
        { "GET", "conversations/{id}/activities" },
        { "POST", "conversations/{id}/activities" },
        { "POST", "conversations/{id}/upload" },
        { "GET", "conversations/{id}/stream" },
    };

    [Theory]
    [MemberData(nameof(CallsWithToken))]
    public async Task Without_a_key_every_call_is_401(string method, string path)
    {
        await using var server = await ChatServer.StartAsync();
        var (status, body) = await server.SendAsync(new HttpMethod(method), path.Replace("{id}", "c1"), null);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("""{"error":{"code":"BadArgument","message":"The chat key is missing. Call 555."}}""", body!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(CallsWithToken))]
    public async Task With_a_foreign_key_every_call_is_403(string method, string path)
    {
        await using var server = await ChatServer.StartAsync();
        var tokens = new DirectLineTokens(ChatServer.Options() with { SigningKeys = () => [ChatServer.Key("one", 9)] }, server.Time);
        var forged = tokens.Issue("c1", "dl_ann", new Dictionary<string, string>());
        var stream = path.EndsWith("stream", StringComparison.Ordinal);
        var (status, body) = await server.SendAsync(new HttpMethod(method), path.Replace("{id}", "c1") + (stream ? "?t=" + forged : ""), stream ? null : forged);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("""{"error":{"code":"BadArgument","message":"The chat key is not valid. Call 555."}}""", body!.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/activities")]
    [InlineData("POST", "/activities")]
    [InlineData("POST", "/upload")]
    public async Task Another_conversation_is_403(string method, string path)
    {
        await using var server = await ChatServer.StartAsync();
        var (mine, other) = (await server.BeginAsync(), await server.BeginAsync());
        var (status, body) = await server.SendAsync(new HttpMethod(method), $"conversations/{other.Id}{path}", mine.Token, method == "POST" ? """{"type":"message"}""" : null);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("""{"error":{"code":"BadArgument","message":"The chat key belongs to another chat. Call 555."}}""", body!.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/activities")]
    [InlineData("POST", "/activities")]
    public async Task A_conversation_that_was_never_started_is_404(string method, string path)
    {
        await using var server = await ChatServer.StartAsync();
        var token = server.Tokens.Issue("c1", "dl_ann", new Dictionary<string, string>());
        var (status, body) = await server.SendAsync(new HttpMethod(method), $"conversations/c1{path}", token, method == "POST" ? """{"type":"message"}""" : null);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("""{"error":{"code":"ConversationNotFound","message":"This chat was not found. Please reload the page. Call 555."}}""", body!.ToJsonString());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task A_watermark_that_is_not_ours_is_400(string watermark)
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities?watermark={watermark}", chat.Token)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}?watermark={watermark}", chat.Token)).Status);
    }

    [Fact]
    public async Task Files_are_refused_in_words()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Post, $"conversations/{chat.Id}/upload?userId=dl_ann", chat.Token, "{}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("This chat does not take files or pictures. Please write your message. Call 555.", (string)body!["error"]!["message"]!);
    }

    [Fact]
    public async Task The_stream_address_without_a_websocket_is_400()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var path = new Uri(chat.StreamUrl).PathAndQuery.Replace("/bot/v3/directline/", "");
        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync(HttpMethod.Get, path, null)).Status);
    }

    [Fact]
    public async Task The_gate_refuses_with_the_seconds_to_wait_rounded_up()
    {
        var options = ChatServer.Options() with
        {
            Gate = (request, _) => ValueTask.FromResult(request.Call == DirectLineCall.Post
                ? new DirectLineRefusal(429, DirectLineErrorCodes.TooManyRequests, $"Slow down, {request.Token!.UserId}.", TimeSpan.FromSeconds(2.1))
                : null),
        };
        await using var server = await ChatServer.StartAsync(options);
        var chat = await server.BeginAsync();

        using var response = await server.SendRawAsync(HttpMethod.Post, $"conversations/{chat.Id}/activities", chat.Token, """{"type":"message"}""");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("3", response.Headers.RetryAfter!.ToString());
        Assert.Equal("""{"error":{"code":"TooManyRequests","message":"Slow down, dl_ann. Call 555."}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_backends_own_refusal_reaches_the_client()
    {
        var refusal = new DirectLineRefusal(429, "TooManyRequests", "Too fast.", TimeSpan.FromMilliseconds(1));
        await using var server = await ChatServer.StartAsync(wrap: memory => new Moody(memory) { OnPost = () => new DirectLinePosted.Refused(refusal) });
        var chat = await server.BeginAsync();
        using var response = await server.SendRawAsync(HttpMethod.Post, $"conversations/{chat.Id}/activities", chat.Token, """{"type":"message"}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("1", response.Headers.RetryAfter!.ToString());
    }

    [Theory]
    [InlineData(true, 503, "The chat is not available at the moment. Please try again soon. Call 555.")]
    [InlineData(false, 500, "Something went wrong. Please try again. Call 555.")]
    public async Task An_exception_of_the_backend_says_nothing_of_itself(bool outage, int status, string message)
    {
        await using var server = await ChatServer.StartAsync(
            ChatServer.Options() with { IsOutage = _ => outage },
            memory => new Moody(memory) { OnPost = () => throw new InvalidOperationException("inner words") });
        var chat = await server.BeginAsync();
        var (code, body) = await server.PostAsync(chat, """{"type":"message"}""");
        Assert.Equal(status, (int)code);
        Assert.Equal(message, (string)body!["error"]!["message"]!);
    }
}
