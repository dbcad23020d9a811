using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace CommsBot.Tests.Channels.BotService;

/// <summary>Who may call <c>/api/messages</c>. Every row is a reason to be refused; nothing of a refused call is stored.</summary>
public sealed class TokenTests(BotServiceHouse service) : IClassFixture<BotServiceHouse>
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    [Theory]
    [InlineData("no header")]
    [InlineData("an empty header")]
    [InlineData("another scheme")]
    [InlineData("the scheme without a token")]
    [InlineData("two headers")]
    [InlineData("not a token")]
    [InlineData("a token longer than any")]
    [InlineData("an encrypted token's five parts")]
    [InlineData("no signature")]
    [InlineData("algorithm none")]
    [InlineData("an HMAC under the public key")]
    [InlineData("an elliptic curve signature")]
    [InlineData("a stranger's key under our key's name")]
    [InlineData("a key nobody published")]
    [InlineData("a token without a key's name")]
    [InlineData("a changed claim")]
    [InlineData("another issuer")]
    [InlineData("the issuer of Microsoft Entra")]
    [InlineData("no issuer")]
    [InlineData("the app id of another bot")]
    [InlineData("no audience")]
    [InlineData("our app id among others")]
    [InlineData("ended six minutes ago")]
    [InlineData("begins in six minutes")]
    [InlineData("never ends")]
    [InlineData("no service address")]
    [InlineData("an empty service address")]
    [InlineData("another service address")]
    [InlineData("the service address in other letters")]
    [InlineData("an activity without a service address")]
    [InlineData("a key for another channel")]
    [InlineData("a key without endorsements")]
    [InlineData("an activity without a channel")]
    [InlineData("a foreign host")]
    [InlineData("a host that ends like ours")]
    [InlineData("plain http to a real host")]
    [InlineData("a host behind a name and password")]
    public async Task A_bad_token_is_refused_and_nothing_is_stored(string why)
    {
        var person = service.Person();
        var activity = person.Message("Let me in, please");
        using var answer = await PostAsync(person, activity, why);
        Assert.Equal(why is "no header" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.NotNull((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["code"]);
        await using var db = service.Store.Read();
        Assert.DoesNotContain(person.UserId, await db.Conversations.Select(c => c.UserId).ToListAsync());
        Assert.Empty(person.Heard);
    }

    [Theory]
    [InlineData("RS256", 0)]
    [InlineData("RS384", 0)]
    [InlineData("RS512", 0)]
    [InlineData("RS256", 4)]
    public async Task A_good_token_is_taken_also_when_clocks_differ_by_minutes(string algorithm, int minutesLate)
    {
        var person = service.Person();
        var token = service.Azure.Token(d =>
        {
            d.SigningCredentials = new SigningCredentials(d.SigningCredentials!.Key, algorithm);
            (d.NotBefore, d.Expires) = (Now.AddHours(-1), Now.AddMinutes(30));
            if (minutesLate > 0) d.Expires = Now.AddMinutes(-minutesLate);
        });
        using var answer = await person.Post(person.Message("hello"), "Bearer " + token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await service.Settled();
    }

    private Task<HttpResponseMessage> PostAsync(ChannelPerson person, JsonObject activity, string why)
    {
        var azure = service.Azure;
        switch (why)
        {
            case "no header": return Send("");
            case "an empty header": return person.PostText(activity.ToJsonString(), " ");
            case "another scheme": return Send($"Basic {azure.Token()}");
            case "the scheme without a token": return Send("Bearer ");
            case "two headers": return person.PostText(activity.ToJsonString(), $"Bearer {azure.Token()}", $"Bearer {azure.Token()}");
            case "not a token": return Send("Bearer abc");
            case "a token longer than any": return Send($"Bearer {azure.Token(d => d.Claims["pad"] = new string('x', 20_000))}");
            case "an encrypted token's five parts": return Send($"Bearer {azure.Token()}.YQ.YQ");
            case "no signature": return Send($"Bearer {azure.Token()[..(azure.Token().LastIndexOf('.') + 1)]}");
            case "algorithm none": return Send($"Bearer {Encoded("""{"alg":"none","kid":"key-of-the-channel"}""")}.{azure.Token().Split('.')[1]}.");
            case "an HMAC under the public key": return Send($"Bearer {Hmac(azure)}");
            case "an elliptic curve signature": return Bent(d => d.SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = AzureChannel.Key }, SecurityAlgorithms.EcdsaSha256));
            case "a stranger's key under our key's name": return Bent(d => d.SigningCredentials = Strange(AzureChannel.Key));
            case "a key nobody published": return Bent(d => d.SigningCredentials = Strange("unheard-of"));
            case "a token without a key's name": return Bent(d => d.SigningCredentials = new SigningCredentials(new RsaSecurityKey(azure.Rsa()), SecurityAlgorithms.RsaSha256));
            case "a changed claim": return Send($"Bearer {Changed(azure.Token())}");
            case "another issuer": return Bent(d => d.Issuer = "https://api.botframework.example");
            case "the issuer of Microsoft Entra": return Bent(d => d.Issuer = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/");
            case "no issuer": return Bent(d => d.Issuer = null);
            case "the app id of another bot": return Bent(d => d.Audience = Guid.NewGuid().ToString());
            case "no audience": return Bent(d => d.Audience = null);
            case "our app id among others": return Bent(d => { d.Audience = null; d.Audiences.Add(AzureChannel.AppId); d.Audiences.Add("other"); });
            case "ended six minutes ago": return Bent(d => (d.NotBefore, d.Expires) = (Now.AddHours(-1), Now.AddMinutes(-6)));
            case "begins in six minutes": return Bent(d => d.NotBefore = Now.AddMinutes(6.5));
            case "never ends": return Bent(d => d.Expires = null);
            case "no service address": return Bent(d => d.Claims.Clear());
            case "an empty service address": return Bent(d => d.Claims["serviceurl"] = "");
            case "another service address": return Bent(d => d.Claims["serviceurl"] = AzureChannel.Address + "/other/");
            case "the service address in other letters": return Bent(d => d.Claims["serviceurl"] = AzureChannel.ServiceUrl.ToUpperInvariant());
            case "an activity without a service address": activity.Remove("serviceUrl"); return Bent(_ => { });
            case "a key for another channel": activity["channelId"] = "slack"; return Bent(_ => { });
            case "a key without endorsements": azure.AddKey("bare"); return Send($"Bearer {azure.Token(key: "bare")}");
            case "an activity without a channel": activity.Remove("channelId"); return Bent(_ => { });
            default: return At(why switch
            {
                "a foreign host" => "https://evil.example/",
                "a host that ends like ours" => "https://evilbotframework.com/",
                "plain http to a real host" => "http://directline.botframework.com/",
                "a host behind a name and password" => "https://directline.botframework.com@evil.example/",
                _ => throw new ArgumentException(why),
            });
        }

        Task<HttpResponseMessage> Send(string header) => person.PostText(activity.ToJsonString(), header);

        Task<HttpResponseMessage> Bent(Action<SecurityTokenDescriptor> with) => Send($"Bearer {azure.Token(with)}");

        Task<HttpResponseMessage> At(string address)
        {
            activity["serviceUrl"] = address;
            return Send($"Bearer {azure.Token(serviceUrl: address)}");
        }
    }

    private static SigningCredentials Strange(string name) => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = name }, SecurityAlgorithms.RsaSha256);

    private static string Hmac(AzureChannel azure)
    {
        var text = $"{Encoded("""{"alg":"HS256","kid":"key-of-the-channel"}""")}.{azure.Token().Split('.')[1]}";
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(azure.Rsa().ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = JsonNode.Parse(Base64UrlEncoder.Decode(parts[1]))!;
        claims["admin"] = true;
        return $"{parts[0]}.{Encoded(claims.ToJsonString())}.{parts[2]}";
    }

    private static string Encoded(string json) => Base64UrlEncoder.Encode(json);
}
