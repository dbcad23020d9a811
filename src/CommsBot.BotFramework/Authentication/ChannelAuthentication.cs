using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommsBot.BotFramework.Authentication;

/// <summary>
/// Whether a call to the bot's address is the channel service's, as the published protocol asks: issuer, audience, lifetime, a signature by one of
/// its keys; later, with the activity in hand, the key's endorsement of the channel and the service address (<see cref="ChannelCaller"/>).
/// </summary>
public sealed class ChannelAuthentication(ChannelAuthenticationOptions options, ChannelKeys keys, ServiceAddresses addresses)
{
    private const string Scheme = "Bearer ";
    private const string ServiceUrlClaim = "serviceurl";
    private const int LongestToken = 16 * 1024;

    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = LongestToken };

    /// <param name="authorization">The header as it came.</param>
    /// <exception cref="InvalidOperationException">The service's keys could not be fetched: nobody can be judged now.</exception>
    public async Task<ChannelReading> ReadAsync(StringValues authorization, CancellationToken ct)
    {
        if (authorization.Count == 0) return Refused(ChannelRefusal.NoToken);
        if (authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Refused(ChannelRefusal.NotOneToken);
        var text = header[Scheme.Length..].Trim();
        if (text.Length is 0 or > LongestToken || !handler.CanReadToken(text) || Parse(text) is not { } token) return Refused(ChannelRefusal.Unreadable);
        if (!Algorithms.Contains(token.Alg)) return Refused(ChannelRefusal.Algorithm);

        var known = await keys.GetAsync(ct);
        if (Find(known, token.Kid) is null && (await keys.NewerAsync(known, ct) is not { } newer || Find(known = newer, token.Kid) is null))
            return Refused(ChannelRefusal.UnknownKey);
        var result = await handler.ValidateTokenAsync(text, Parameters(Find(known, token.Kid)!));
        if (!result.IsValid) return Refused(ReasonOf(result.Exception));
        if (token.Audiences.Take(2).Count() != 1) return Refused(ChannelRefusal.Audience);
        if (!token.TryGetPayloadValue<string>(ServiceUrlClaim, out var serviceUrl) || string.IsNullOrEmpty(serviceUrl)) return Refused(ChannelRefusal.NoServiceUrl);
        return new ChannelReading(new ChannelCaller(serviceUrl, known.Endorsements.GetValueOrDefault(token.Kid, new HashSet<string>()), addresses), null);
    }

    private TokenValidationParameters Parameters(SecurityKey key) => new()
    {
        ValidIssuer = options.Issuer,
        ValidAudience = options.AppId,
        ValidAlgorithms = Algorithms,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ClockSkew = options.ClockSkew,
    };

    private JsonWebToken? Parse(string text)
    {
        try
        {
            return handler.ReadJsonWebToken(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static SecurityKey? Find(ChannelKeySet keys, string? kid) => string.IsNullOrEmpty(kid) ? null : keys.Keys.FirstOrDefault(key => key.KeyId == kid);

    private static ChannelRefusal ReasonOf(Exception fault) => fault switch
    {
        SecurityTokenInvalidIssuerException => ChannelRefusal.Issuer,
        SecurityTokenInvalidAudienceException => ChannelRefusal.Audience,
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException
            => ChannelRefusal.Lifetime,
        SecurityTokenInvalidAlgorithmException => ChannelRefusal.Algorithm,
        _ => ChannelRefusal.Signature,
    };

    private static ChannelReading Refused(ChannelRefusal refusal) => new(null, refusal);
}
