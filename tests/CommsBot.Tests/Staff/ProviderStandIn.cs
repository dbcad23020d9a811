using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommsBot.Tests.Staff;

/// <summary>An organization's OpenID Connect provider, written by hand: its description, its key, its token endpoint, and people who agree to sign in.</summary>
internal sealed class ProviderStandIn
{
    public const string Address = "https://login.clinic.example";
    public const string ClientId = "commsbot-of-the-tests";
    public const string Secret = "the-client-secret-of-the-tests";

    private const string KeyId = "key-of-the-provider";

    public static readonly string[] Settings =
        [$"--Staff:Oidc:Authority={Address}", $"--Staff:Oidc:ClientId={ClientId}", $"--Staff:Oidc:ClientSecret={Secret}", "--Staff:Oidc:Label=Mind Balance"];

    private readonly RSA key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Challenge, string Token)> codes = [];

    /// <summary>False: nobody answers there.</summary>
    public bool IsThere { get; set; } = true;

    /// <summary>How many codes were changed for a token, each with the right secret, verifier and address.</summary>
    public int Redeemed { get; private set; }

    /// <summary>The person agrees to what was asked at <paramref name="asked"/>.</summary>
    /// <param name="lie">Bends the token before it is signed.</param>
    /// <returns>The address, of the service, that their browser is sent to.</returns>
    public string Agree(Uri asked, Dictionary<string, object> person, Action<SecurityTokenDescriptor>? lie = null)
    {
        var query = QueryHelpers.ParseQuery(asked.Query);
        var now = TimeProvider.System.GetUtcNow();
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address, Audience = ClientId, NotBefore = now.UtcDateTime, IssuedAt = now.UtcDateTime, Expires = now.UtcDateTime.AddMinutes(10),
            Claims = new Dictionary<string, object>(person) { ["nonce"] = query["nonce"].ToString() },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256),
        };
        token.Claims.TryAdd("auth_time", now.ToUnixTimeSeconds());
        lie?.Invoke(token);
        var code = RandomNumberGenerator.GetHexString(32);
        codes[code] = (query["code_challenge"].ToString(), new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token));
        return QueryHelpers.AddQueryString(new Uri(query["redirect_uri"].ToString()).AbsolutePath, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] });
    }

    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (!IsThere) throw new HttpRequestException("Nobody is there.");
        return request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => Json(new JsonObject
            {
                ["issuer"] = Address, ["jwks_uri"] = $"{Address}/keys", ["authorization_endpoint"] = $"{Address}/authorize", ["token_endpoint"] = $"{Address}/token",
            }),
            "/keys" => Json(new JsonObject { ["keys"] = new JsonArray(Jwk()) }),
            "/token" => Redeem(QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(ct)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString())),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    // A code opens once, and only for who holds the secret and knows what was hashed into the challenge.
    private HttpResponseMessage Redeem(Dictionary<string, string> form)
    {
        var isOurs = form["client_id"] == ClientId && form["client_secret"] == Secret && form["redirect_uri"].EndsWith("/staff/sign-in/provider/back", StringComparison.Ordinal);
        if (!isOurs || !codes.TryRemove(form["code"], out var agreed) || agreed.Challenge != Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))))
            return Json(new JsonObject { ["error"] = "invalid_grant" }, HttpStatusCode.BadRequest);
        Redeemed++;
        return Json(new JsonObject { ["id_token"] = agreed.Token, ["access_token"] = "unused", ["token_type"] = "Bearer", ["expires_in"] = 600 });
    }

    private JsonObject Jwk()
    {
        var numbers = key.ExportParameters(false);
        return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = KeyId, ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent) };
    }

    private static HttpResponseMessage Json(JsonObject body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}

/// <summary>A service whose staff sign in at <see cref="ProviderStandIn"/>; whether a cookie still counts is asked at every call.</summary>
public sealed class ProviderHouse() : TestService(new TestSetup
{
    Kestrel = true,
    Args = ProviderStandIn.Settings,
    Patch = services => Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions.Configure<Microsoft.AspNetCore.Identity.SecurityStampValidatorOptions>(
        services, options => options.ValidationInterval = TimeSpan.Zero),
}), IAsyncLifetime
{
    internal ProviderStandIn Provider { get; } = new();

    async Task IAsyncLifetime.InitializeAsync()
    {
        Outside.Register(ProviderStandIn.Address, Provider.AnswerAsync);
        await InitializeAsync();
    }
}
