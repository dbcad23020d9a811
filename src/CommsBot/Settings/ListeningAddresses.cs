using System.Net;
using System.Net.Sockets;

namespace CommsBot.Settings;

/// <summary>The addresses of <c>--urls</c>, looked at before anything starts, so that a port in use is a fault beside the others.</summary>
internal static class ListeningAddresses
{
    public static IEnumerable<string> Malformed(string urls, string usual) =>
        Each(urls).Where(url => Parsed(url) is null).Select(url => $"--urls: '{url}' is not an address like {usual}.");

    /// <summary>Those that are addresses, parted by semicolons.</summary>
    public static string WellFormed(string urls) => string.Join(';', Each(urls).Where(url => Parsed(url) is not null));

    public static IEnumerable<string> InUse(string? urls) =>
        Each(urls ?? "").Where(url => Parsed(url) is { Port: > 0 } address && IsTaken(address)).Select(Taken);

    /// <summary>What is told of an address that another program listens on.</summary>
    public static string Taken(string url) => $"The address is in use: {url}. Choose another with --urls.";

    private static string[] Each(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BindingAddress? Parsed(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: >= 0 and <= 65535, Scheme: "http" or "https" } address ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // Whatever else forbids to listen there, Kestrel says in its own words.
    private static bool IsTaken(BindingAddress address)
    {
        var host = IPAddress.TryParse(address.Host, out var ip) ? ip : address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any;
        try
        {
            using var look = new TcpListener(host, address.Port);
            look.Start();
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
