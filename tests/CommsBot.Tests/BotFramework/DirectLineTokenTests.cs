using System.Net;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.DirectLine;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CommsBot.Tests.BotFramework;

public sealed class DirectLineTokenTests
{
    private static readonly Dictionary<string, string> NoClaims = [];

    [Fact]
    public async Task The_secret_mints_a_token_for_a_new_conversation_that_is_not_started()
    {
        await using var server = await ChatServer.StartAsync();

        var (status, body) = await server.SendAsync(HttpMethod.Post, "tokens/generate", ChatServer.Secret, """{"user":{"id":"dl_ann"}}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(43200, (int)body!["expires_in"]!);
        Assert.Null(body["streamUrl"]);
        var id = (string)body["conversationId"]!;
        Assert.Null(await server.Backend.LastSequenceAsync(id, default));
        var token = new JsonWebToken((string)body["token"]!);
        Assert.Equal("dl_ann", token.GetClaim("user").Value);
        Assert.Equal(id, token.GetClaim("conv").Value);
        Assert.Equal("north", token.GetClaim("clinic").Value);
    }

    [Fact]
    public async Task Without_a_user_the_token_gets_a_new_one()
    {
        await using var server = await ChatServer.StartAsync();
        var (_, one) = await server.SendAsync(HttpMethod.Post, "tokens/generate", ChatServer.Secret);
        var (_, two) = await server.SendAsync(HttpMethod.Post, "tokens/generate", ChatServer.Secret, "{}");
        var users = new[] { one, two }.Select(body => new JsonWebToken((string)body!["token"]!).GetClaim("user").Value).ToList();
        Assert.All(users, user => Assert.Matches("^dl_[A-Za-z0-9_-]{22}$", user));
        Assert.NotEqual(users[0], users[1]);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("dl_")]
    [InlineData("dl_a b")]
    [InlineData("dl_<script>")]
    [InlineData("dl_1234567890123456789012345678901234567890123456789012345678901234567890")]
    public async Task A_user_id_that_no_user_may_have_is_refused(string id)
    {
        await using var server = await ChatServer.StartAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Post, "tokens/generate", ChatServer.Secret, new JsonObject { ["user"] = new JsonObject { ["id"] = id } }.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("BadArgument", (string)body!["error"]!["code"]!);
    }

    [Fact]
    public async Task A_wrong_secret_mints_nothing()
    {
        await using var server = await ChatServer.StartAsync();
        var (status, body) = await server.SendAsync(HttpMethod.Post, "tokens/generate", "another-secret");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("""{"error":{"code":"BadArgument","message":"The chat key is not valid. Call 555."}}""", body!.ToJsonString());
    }

    [Fact]
    public async Task A_token_mints_no_tokens()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var (status, _) = await server.SendAsync(HttpMethod.Post, "tokens/generate", chat.Token);
        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task A_refreshed_token_keeps_conversation_user_and_claims_and_lives_longer()
    {
        await using var server = await ChatServer.StartAsync();
        var old = server.Tokens.Issue("c1", "dl_ann", new Dictionary<string, string> { ["clinic"] = "north", ["lang"] = "es" });
        server.Time.Advance(TimeSpan.FromHours(11));

        var (status, body) = await server.SendAsync(HttpMethod.Post, "tokens/refresh", old);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("c1", (string)body!["conversationId"]!);
        server.Time.Advance(TimeSpan.FromHours(11));
        var reading = await server.Tokens.ReadAsync((string)body["token"]!);
        Assert.Equal(DirectLineTokenState.Valid, reading.State);
        Assert.Equal(("c1", "dl_ann", "north", "es"), (reading.Token!.ConversationId, reading.Token.UserId, reading.Token.Claims["clinic"], reading.Token.Claims["lang"]));
    }

    [Fact]
    public async Task A_token_ends_after_its_lifetime_to_the_second()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();

        server.Time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities", chat.Token)).Status);

        server.Time.Advance(TimeSpan.FromSeconds(1));
        var (status, body) = await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/activities", chat.Token);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("""{"error":{"code":"TokenExpired","message":"This chat has timed out. Please reload the page. Call 555."}}""", body!.ToJsonString());
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(HttpMethod.Post, "tokens/refresh", chat.Token)).Status);
    }

    [Fact]
    public async Task An_expired_token_still_says_whose_it_was_so_that_the_host_can_renew_it()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        var tokens = new DirectLineTokens(ChatServer.Options(), time);
        var token = tokens.Issue("c1", "dl_ann", NoClaims);
        time.Advance(TimeSpan.FromHours(13));
        var reading = await tokens.ReadAsync(token);
        Assert.Equal(DirectLineTokenState.Expired, reading.State);
        Assert.Equal("dl_ann", reading.Token!.UserId);
        Assert.Equal(time.GetUtcNow() - TimeSpan.FromHours(1), reading.Token.ExpiresAt);
    }

    [Fact]
    public async Task Old_keys_are_accepted_while_the_first_one_signs()
    {
        var time = new FakeTimeProvider();
        var keys = new List<DirectLineKey> { ChatServer.Key("one", 1) };
        var tokens = new DirectLineTokens(ChatServer.Options() with { SigningKeys = () => keys }, time);
        var old = tokens.Issue("c1", "dl_ann", NoClaims);

        keys.Insert(0, ChatServer.Key("two", 2));
        Assert.Equal(DirectLineTokenState.Valid, (await tokens.ReadAsync(old)).State);
        Assert.Equal("two", new JsonWebToken(tokens.Issue("c1", "dl_ann", NoClaims)).Kid);

        keys.RemoveAt(1);
        Assert.Equal(DirectLineTokenState.Invalid, (await tokens.ReadAsync(old)).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJjb252IjoiYzEiLCJ1c2VyIjoiZGxfYW5uIiwiZXhwIjo5OTk5OTk5OTk5fQ.")]
    public async Task What_was_not_signed_by_us_is_invalid(string text)
    {
        var tokens = new DirectLineTokens(ChatServer.Options(), new FakeTimeProvider());
        Assert.Equal(DirectLineTokenState.Invalid, (await tokens.ReadAsync(text)).State);
    }

    [Fact]
    public async Task A_stream_address_is_no_chat_token_and_a_chat_token_opens_no_stream()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var t = chat.StreamUrl[(chat.StreamUrl.IndexOf("&t=", StringComparison.Ordinal) + 3)..];
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}", t)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.SendAsync(HttpMethod.Get, $"conversations/{chat.Id}/stream?t={chat.Token}", null)).Status);
    }

    [Fact]
    public void A_claim_may_not_take_a_name_of_the_protocol()
    {
        var tokens = new DirectLineTokens(ChatServer.Options(), new FakeTimeProvider());
        Assert.Throws<ArgumentException>(() => tokens.Issue("c1", "dl_ann", new Dictionary<string, string> { ["user"] = "dl_bob" }));
    }

    [Fact]
    public void A_short_key_signs_nothing()
    {
        var tokens = new DirectLineTokens(ChatServer.Options() with { SigningKeys = () => [new DirectLineKey("weak", new byte[31])] }, new FakeTimeProvider());
        var error = Assert.Throws<InvalidOperationException>(() => tokens.Issue("c1", "dl_ann", NoClaims));
        Assert.Equal("The chat token key weak is shorter than 32 bytes.", error.Message);
    }

    [Fact]
    public void Wrong_settings_are_all_named()
    {
        var wrong = ChatServer.Options() with { TokenLifetime = TimeSpan.FromMinutes(5), MaxBodyBytes = 10 };
        var error = Assert.Throws<OptionsValidationException>(wrong.Validate);
        Assert.Equal(
            ["TokenLifetime is 00:05:00; it must be from 00:20:00 to 7.00:00:00.", "MaxBodyBytes is 10; it must be from 1024 to 262144."],
            error.Failures);
    }
}
