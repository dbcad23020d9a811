using CommsBot.BotFramework.Connector;
using CommsBot.Clinics;
using CommsBot.Settings;

namespace CommsBot.Channels.BotService;

/// <summary>Section <c>BotService</c>: Azure Bot Service. All unset: <c>/api/messages</c> answers 404.</summary>
internal sealed class BotServiceSettings : ISettings
{
    private const int LongestId = 100;
    private const string Loopback = "must be a loopback address while the simulator is on.";

    /// <summary>The bot's app id; default none.</summary>
    public string? AppId { get; set; }

    /// <summary>Its secret; default none, then the managed identity of that client id fetches tokens.</summary>
    public string? AppSecret { get; set; }

    /// <summary>The directory of a single-tenant bot; default none.</summary>
    public string? TenantId { get; set; }

    /// <summary>The OpenID document with the channel service's keys; default Microsoft's.</summary>
    public Uri? OpenIdMetadata { get; set; }

    /// <summary>Where secret and app id are changed for a token; default Microsoft's.</summary>
    public Uri? TokenEndpoint { get; set; }

    /// <summary>The clinic its messages belong to; default the only clinic.</summary>
    public string? Clinic { get; set; }

    /// <summary>Hosts that replies may go to, <c>*.name</c> for all below a name; default Microsoft's own.</summary>
    public string[] ServiceHosts { get; set; } = [];

    public bool IsOn => AppId is not null;

    public IReadOnlyCollection<string> Hosts => ServiceHosts.Length > 0 ? ServiceHosts : ["*.botframework.com", "smba.trafficmanager.net"];

    public Uri TokenAddress => TokenEndpoint ?? ClientCredentialTokens.Published(TenantId);

    /// <summary>Everything this service would call stands on this machine.</summary>
    public bool IsLocal => TokenEndpoint?.IsLoopback == true;

    public IEnumerable<string> Faults(StartContext start)
    {
        if (AppId is null && (AppSecret ?? TenantId ?? Clinic ?? OpenIdMetadata?.OriginalString ?? TokenEndpoint?.OriginalString) is not null)
            yield return "BotService:AppId is missing.";
        if (AppId is { } id && (id.Length is 0 or > LongestId || id.Any(char.IsWhiteSpace))) yield return "BotService:AppId is not an app id.";
        if (AppSecret is { } secret && string.IsNullOrWhiteSpace(secret)) yield return "BotService:AppSecret is empty; leave it out for a managed identity.";
        if (TokenEndpoint is not null && AppSecret is null) yield return "BotService:TokenEndpoint needs BotService:AppSecret; a managed identity has no endpoint.";
        if (ServiceHosts.Any(host => Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Dns))
            yield return "BotService:ServiceHosts holds something that is no host name.";
        foreach (var (name, address) in new[] { ("OpenIdMetadata", OpenIdMetadata), ("TokenEndpoint", TokenEndpoint) })
            if (FaultOf(address, start) is { } fault) yield return $"BotService:{name} {fault}";
    }

    /// <summary>What is wrong between this section and the clinics of this installation.</summary>
    public IEnumerable<string> ClinicFaults(ClinicDirectory clinics)
    {
        if (!IsOn) yield break;
        if (Clinic is null && clinics.All.Count != 1) yield return "BotService:Clinic is missing: there are several clinics.";
        if (Clinic is { } id && clinics.Find(id) is null) yield return "BotService:Clinic is none of the clinics.";
    }

    private string? FaultOf(Uri? address, StartContext start)
    {
        if (address is null) return start.Simulated && IsOn ? Loopback : null;
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")) return "must be an absolute http or https address.";
        if (start.Simulated && !address.IsLoopback) return Loopback;
        return address.Scheme == "http" && (!address.IsLoopback || start.Environment.IsProduction()) ? "must be https." : null;
    }
}
