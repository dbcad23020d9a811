using System.Net;
using System.Text;

namespace CommsBot.Tests.BotFramework;

public sealed class DirectLineBodyTests
{
    [Theory]
    [InlineData("{", "BadArgument")]
    [InlineData("[]", "BadArgument")]
    [InlineData("null", "BadArgument")]
    [InlineData("", "BadArgument")]
    [InlineData("""{"type":"message"} more""", "BadArgument")]
    [InlineData("""{"type":"message","text":5}""", "BadArgument")]
    [InlineData("""{"type":"message","from":"me"}""", "BadArgument")]
    [InlineData("""{"type":"message","localTimestamp":"yesterday"}""", "BadArgument")]
    [InlineData("""{"type":"message","text":"a","text":"b"}""", "BadArgument")]
    [InlineData("""{"type":"message","new":1,"new":2}""", "BadArgument")]
    [InlineData("""{"type":"message","channelData":{"a":{"clientActivityID":"1","clientActivityID":"2"}}}""", "BadArgument")]
    [InlineData("""{"type":"message","text":"\ud800"}""", "BadArgument")]
    [InlineData("""{"type":"message","value":"\ud800"}""", "BadArgument")]
    [InlineData("""{"type":"message","value":{"\ud800":1}}""", "BadArgument")]
    [InlineData("""{"type":"message","new":"\ud800"}""", "BadArgument")]
    [InlineData("""{"type":"message","channelData":{"clientActivityID":"\ud800"}}""", "BadArgument")]
    [InlineData("""{"type":"conversationUpdate"}""", "BadArgument")]
    [InlineData("""{"type":"trace"}""", "BadArgument")]
    [InlineData("""{"text":"hi"}""", "MissingProperty")]
    [InlineData("""{"type":""}""", "MissingProperty")]
    [InlineData("""{"type":null}""", "MissingProperty")]
    public async Task A_body_that_is_no_activity_of_a_client_is_400_and_not_stored(string json, string code)
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var (status, body) = await server.PostAsync(chat, json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(code, (string)body!["error"]!["code"]!);
        Assert.EndsWith(" Call 555.", (string)body["error"]!["message"]!);
        Assert.Equal(0, await server.Backend.LastSequenceAsync(chat.Id, default));
    }

    [Fact]
    public async Task What_is_too_deep_is_refused_and_what_is_not_can_be_read_back()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        string Nested(int levels) => $$"""{"type":"message","value":{{new string('[', levels)}}{{new string(']', levels)}}}""";

        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(chat, Nested(32))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(chat, Nested(31))).Status);

        var (status, page) = await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities", chat.Token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Single(page!["activities"]!.AsArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_body_is_413_with_or_without_a_stated_length(bool stated)
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var json = $$"""{"type":"message","text":"{{new string('x', 70_000)}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v3/directline/conversations/{chat.Id}/activities")
        {
            Content = stated ? new StringContent(json) : new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(json))),
            Headers = { { "Authorization", $"bearer {chat.Token}" } },
        };
        if (!stated) request.Headers.TransferEncodingChunked = true;

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("""{"error":{"code":"MessageSizeTooBig","message":"The message is too long. Call 555."}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_long_client_activity_id_is_400()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var (status, _) = await server.PostAsync(chat, $$$"""{"type":"message","channelData":{"clientActivityID":"{{{new string('a', 201)}}}"}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }
}
