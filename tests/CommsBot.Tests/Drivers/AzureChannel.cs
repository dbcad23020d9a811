using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommsBot.Tests.Drivers;

/// <summary>A call the connector got.</summary>
internal sealed record ConnectorCall(string Path, string? Bearer, JsonNode Activity)
{
    public string? Text => (string?)Activity["text"];
    public string Type => (string)Activity["type"]!;
    public string? Outcome => (string?)Activity["channelData"]?["commsBot"]?["outcome"];
}

/// <summary>
/// Azure Bot Service as the service meets it, written by hand: keys and the document that names them, tokens for the bot, and the connector that takes
/// its activities. It also speaks as the channel: signs tokens and posts activities.
/// </summary>
internal sealed class AzureChannel
{
    public const string Address = "http://127.0.0.1:2";
    public const string AppId = "3f1c9a52-0000-4000-8000-00000000c0de";
    public const string Secret = "the-bot-secret-of-the-tests";
    public const string Key = "key-of-the-channel";
    public const string OwnToken = "token-of-the-bot";

    public static readonly string[] Settings =
    [
        $"--BotService:AppId={AppId}", $"--BotService:AppSecret={Secret}", $"--BotService:OpenIdMetadata={Address}/metadata", $"--BotService:TokenEndpoint={Address}/token",
    ];

    private readonly ConcurrentQueue<HttpStatusCode> answers = [];
    private readonly ConcurrentQueue<ConnectorCall> calls = [];
    private readonly Dictionary<string, (RSA Key, string[] Endorsements)> keys = new() { [Key] = (RSA.Create(2048), ["test", "directline", "msteams"]) };

    public static string ServiceUrl => Address + "/connector/";

    /// <summary>Every activity that was taken or refused, in order of arrival.</summary>
    public IReadOnlyList<ConnectorCall> Calls => [.. calls];

    public IReadOnlyList<ConnectorCall> Messages => [.. calls.Where(call => call.Type == "message")];

    public int TokensGiven { get; private set; }

    public int MetadataReads { get; private set; }

    /// <summary>False: nobody answers at the address of the keys.</summary>
    public bool KeysAreThere { get; set; } = true;

    public static TestSetup Setup(params string[] more) => new() { Args = [.. Settings, .. more] };

    public void Join(TestService service) => service.Outside.Register(Address, AnswerAsync);

    /// <summary>The next activities fare like this.</summary>
    public void Next(params HttpStatusCode[] coming)
    {
        foreach (var status in coming) answers.Enqueue(status);
    }

    public void AddKey(string id, params string[] endorsements) => keys[id] = (RSA.Create(2048), endorsements);

    public RSA Rsa(string key = Key) => keys[key].Key;

    /// <summary>A token as the channel signs it, or as <paramref name="with"/> bends it.</summary>
    public string Token(Action<SecurityTokenDescriptor>? with = null, string key = Key, string? serviceUrl = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new SecurityTokenDescriptor
        {
            Issuer = "https://api.botframework.com",
            Audience = AppId,
            NotBefore = now,
            Expires = now.AddHours(1),
            Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl ?? ServiceUrl },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(keys[key].Key) { KeyId = key }, SecurityAlgorithms.RsaSha256),
        };
        with?.Invoke(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken ct)
    {
        switch (request.RequestUri!.AbsolutePath)
        {
            case "/metadata" when KeysAreThere:
                MetadataReads++;
                return Json(new JsonObject { ["issuer"] = "https://api.botframework.com", ["jwks_uri"] = $"{Address}/keys" });
            case "/keys" when KeysAreThere:
                return Json(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(Jwk)]) });
            case "/token":
                TokensGiven++;
                var form = await request.Content!.ReadAsStringAsync(ct);
                return form.Contains($"client_id={AppId}&client_secret={Secret}&scope=https%3A%2F%2Fapi.botframework.com%2F.default", StringComparison.Ordinal)
                    ? Json(new JsonObject { ["access_token"] = $"{OwnToken}-{TokensGiven}", ["expires_in"] = 3600 })
                    : new HttpResponseMessage(HttpStatusCode.BadRequest);
            case var path when path.StartsWith("/connector/v3/conversations/", StringComparison.Ordinal):
                return await TakeAsync(request, path, ct);
            default:
                return new HttpResponseMessage(HttpStatusCode.NotFound);
        }
    }

    private async Task<HttpResponseMessage> TakeAsync(HttpRequestMessage request, string path, CancellationToken ct)
    {
        var activity = JsonNode.Parse(await request.Content!.ReadAsStringAsync(ct))!;
        calls.Enqueue(new ConnectorCall(path, request.Headers.Authorization?.Parameter, activity));
        var status = answers.TryDequeue(out var planned) ? planned : HttpStatusCode.OK;
        return status == HttpStatusCode.OK ? Json(new JsonObject { ["id"] = $"reply-{calls.Count}" }) : new HttpResponseMessage(status);
    }

    private static JsonObject Jwk(KeyValuePair<string, (RSA Key, string[] Endorsements)> key)
    {
        var numbers = key.Value.Key.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.Key, ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
            ["endorsements"] = new JsonArray([.. key.Value.Endorsements.Select(name => (JsonNode)name)]),
        };
    }

    private static HttpResponseMessage Json(JsonObject body) => new(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}

/// <summary>A person in a Bot Service channel.</summary>
internal sealed class ChannelPerson(TestService service, AzureChannel channel, string channelId = "test")
{
    private static int people;
    private int written;

    public string ConversationId { get; } = $"conversation:{Interlocked.Increment(ref people)}";
    public string UserId { get; init; } = $"29:person-{people}";

    public IReadOnlyList<ConnectorCall> Heard => [.. channel.Messages.Where(call => (string?)call.Activity["conversation"]?["id"] == ConversationId)];

    /// <summary>Opens the conversation as channels do, and reads the greeting.</summary>
    public async Task<ChannelPerson> Open()
    {
        var update = Activity("conversationUpdate");
        update["membersAdded"] = new JsonArray(new JsonObject { ["id"] = UserId }, new JsonObject { ["id"] = "28:bot" });
        await Expect(HttpStatusCode.OK, update);
        await service.Settled();
        return this;
    }

    /// <summary>Writes it and waits for everything that follows: the messages that came.</summary>
    public async Task<IReadOnlyList<ConnectorCall>> Say(string text, Action<JsonObject>? with = null)
    {
        await service.Settled();
        var before = Heard.Count;
        var message = Message(text);
        with?.Invoke(message);
        await Expect(HttpStatusCode.OK, message);
        await service.Settled();
        return [.. Heard.Skip(before)];
    }

    public JsonObject Message(string text, string? id = null)
    {
        var message = Activity("message", id);
        message["text"] = text;
        return message;
    }

    public JsonObject Activity(string type, string? id = null) => new()
    {
        ["type"] = type,
        ["id"] = id ?? $"{ConversationId}|{++written:0000000}",
        ["channelId"] = channelId,
        ["serviceUrl"] = AzureChannel.ServiceUrl,
        ["from"] = new JsonObject { ["id"] = UserId, ["name"] = "Robin Vale" },
        ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "Clinic" },
        ["conversation"] = new JsonObject { ["id"] = ConversationId },
        ["locale"] = "en-US",
    };

    /// <param name="token">Null: the channel's own; empty: no header.</param>
    public Task<HttpResponseMessage> Post(JsonNode activity, string? token = null) => PostText(activity.ToJsonString(), token is null ? $"Bearer {channel.Token()}" : token);

    /// <param name="authorization">The header's whole value; empty: no header.</param>
    public async Task<HttpResponseMessage> PostText(string body, params string[] authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var value in authorization.Where(value => value.Length > 0)) request.Headers.TryAddWithoutValidation("Authorization", value);
        return await service.Http.SendAsync(request);
    }

    private async Task Expect(HttpStatusCode status, JsonObject activity)
    {
        using var answer = await Post(activity);
        Assert.Equal(status, answer.StatusCode);
    }
}
