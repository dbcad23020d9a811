using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>What a chat token says: one user in one conversation, and the host's own claims.</summary>
public sealed record DirectLineToken(
    string ConversationId, string UserId, IReadOnlyDictionary<string, string> Claims, DateTimeOffset ExpiresAt);

public enum DirectLineTokenState { Valid, Expired, Invalid }

/// <param name="Token">Also there when the token has expired, so that a host can renew it; null when it is invalid.</param>
public sealed record DirectLineTokenReading(DirectLineTokenState State, DirectLineToken? Token);

/// <summary>
/// Signs and reads chat tokens (JWT, HS256). Web Chat reads the claim <c>user</c> itself.
/// Stream addresses carry a token of another audience, so neither passes for the other.
/// </summary>
public sealed class DirectLineTokens
{
    private const string Issuer = "directline";
    private const string ChatAudience = "directline";
    private const string StreamAudience = "directline-stream";
    private const string ConversationClaim = "conv";
    private const string UserClaim = "user";
    private const int LongestToken = 4096;

    private static readonly FrozenSet<string> Reserved =
        FrozenSet.Create(ConversationClaim, UserClaim, "iss", "aud", "exp", "nbf", "iat", "jti", "sub");

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly DirectLineOptions options;
    private readonly TimeProvider time;

    public DirectLineTokens(DirectLineOptions options, TimeProvider time)
    {
        options.Validate();
        (this.options, this.time) = (options, time);
    }

    /// <summary>128 random bits, safe in an address.</summary>
    public static string NewConversationId() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));

    /// <summary><c>dl_</c> and 128 random bits.</summary>
    public static string NewUserId() => "dl_" + NewConversationId();

    /// <exception cref="ArgumentException">A claim has a name the protocol uses itself.</exception>
    public string Issue(string conversationId, string userId, IReadOnlyDictionary<string, string> claims) =>
        Sign(ChatAudience, conversationId, userId, claims, options.TokenLifetime);

    public ValueTask<DirectLineTokenReading> ReadAsync(string token) => ReadAsync(token, ChatAudience);

    internal string IssueForStream(DirectLineToken token) =>
        Sign(StreamAudience, token.ConversationId, token.UserId, token.Claims, options.StreamUrlLifetime);

    internal ValueTask<DirectLineTokenReading> ReadForStreamAsync(string token) => ReadAsync(token, StreamAudience);

    private string Sign(
        string audience, string conversationId, string userId, IReadOnlyDictionary<string, string> claims, TimeSpan lifetime)
    {
        var all = new Dictionary<string, object> { [ConversationClaim] = conversationId, [UserClaim] = userId };
        foreach (var (name, value) in claims)
        {
            if (Reserved.Contains(name)) throw new ArgumentException($"The claim {name} belongs to the protocol.", nameof(claims));
            all[name] = value;
        }

        var now = time.GetUtcNow().UtcDateTime;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = now,
            Expires = now + lifetime,
            Claims = all,
            SigningCredentials = new SigningCredentials(Keys()[0], SecurityAlgorithms.HmacSha256),
        });
    }

    private async ValueTask<DirectLineTokenReading> ReadAsync(string text, string audience)
    {
        var invalid = new DirectLineTokenReading(DirectLineTokenState.Invalid, null);
        if (text.Length > LongestToken || !handler.CanReadToken(text)) return invalid;

        var result = await handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeys = Keys(),
            // The library's own check reads the machine's clock and cannot tell "expired" from "forged" for a renewal.
            ValidateLifetime = false,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt) return invalid;
        if (!jwt.TryGetValue(ConversationClaim, out string conversationId)) return invalid;
        if (!jwt.TryGetValue(UserClaim, out string userId)) return invalid;

        var claims = jwt.Claims.Where(claim => !Reserved.Contains(claim.Type)).ToDictionary(claim => claim.Type, claim => claim.Value);
        var token = new DirectLineToken(conversationId, userId, claims, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero));
        var state = token.ExpiresAt > time.GetUtcNow() ? DirectLineTokenState.Valid : DirectLineTokenState.Expired;
        return new DirectLineTokenReading(state, token);
    }

    private List<SecurityKey> Keys()
    {
        var keys = options.SigningKeys();
        if (keys.Count == 0) throw new InvalidOperationException("There is no key to sign chat tokens with.");
        var weak = keys.FirstOrDefault(key => key.Bytes.Length < 32);
        if (weak is not null) throw new InvalidOperationException($"The chat token key {weak.Id} is shorter than 32 bytes.");
        return [.. keys.Select(key => new SymmetricSecurityKey(key.Bytes) { KeyId = key.Id })];
    }
}
