namespace CommsBot.BotFramework.Authentication;

/// <summary>
/// Where an answer may go. A token of ours sent to a foreign host is a stolen token, so an address counts only when it is https on a known host
/// (or loopback, where that is allowed), asked again each time before a token is fetched.
/// </summary>
public sealed class ServiceAddresses(ChannelAuthenticationOptions options)
{
    public bool Allows(string? serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var address)) return false;
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0) return false;
        if (options.AllowLoopback && address.IsLoopback) return address.Scheme is "http" or "https";
        return address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && options.ServiceHosts.Any(host => Matches(address.IdnHost, host));
    }

    private static bool Matches(string host, string allowed) =>
        allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase) && host.Length > allowed.Length - 1
            : host.Equals(allowed, StringComparison.OrdinalIgnoreCase);
}
