using System.Net;

namespace CommsBot.Tests.BotFramework;

public sealed class DirectLineCorsTests
{
    [Theory]
    [InlineData("https://site.example", true)]
    [InlineData("https://other.example", false)]
    public async Task Pages_of_allowed_sites_may_ask_before_they_call(string origin, bool allowed)
    {
        await using var server = await ChatServer.StartAsync(ChatServer.Options() with { CorsPolicy = "sites" });
        using var question = new HttpRequestMessage(HttpMethod.Options, "/v3/directline/conversations")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,x-ms-bot-agent" } },
        };
        using var answer = await server.Http.SendAsync(question);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(allowed, answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Without_a_policy_CORS_is_left_alone()
    {
        await using var server = await ChatServer.StartAsync();
        using var question = new HttpRequestMessage(HttpMethod.Get, "/v3/directline/session/getsessionid") { Headers = { { "Origin", "https://site.example" } } };
        using var answer = await server.Http.SendAsync(question);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
