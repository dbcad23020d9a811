namespace CommsBot.BotFramework.Authentication;

/// <summary>Whose calls a bot takes: the channel service's, for one app.</summary>
public sealed record ChannelAuthenticationOptions
{
    public const string PublishedIssuer = "https://api.botframework.com";
    public static readonly Uri PublishedMetadata = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <summary>The bot's app id: the only audience.</summary>
    public required string AppId { get; init; }

    public string Issuer { get; init; } = PublishedIssuer;

    /// <summary>The OpenID document that names the keys.</summary>
    public Uri Metadata { get; init; } = PublishedMetadata;

    /// <summary>Plain http is taken for loopback addresses; never in production.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>How far the two clocks may differ; the protocol says five minutes.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Hosts that may be answered with our token: a name, or <c>*.name</c> for everything below it.</summary>
    public IReadOnlyCollection<string> ServiceHosts { get; init; } = [];
}
