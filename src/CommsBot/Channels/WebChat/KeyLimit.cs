using System.Net;
using System.Threading.RateLimiting;

namespace CommsBot.Channels.WebChat;

/// <summary>
/// How many chat keys one network may ask this node for in a minute. Ends with the service: the limiter of ASP.NET Core's own middleware is never
/// disposed, and its timer would keep every service that was ever started in a process.
/// </summary>
internal sealed class KeyLimit : IDisposable
{
    private const int KeysPerMinute = 30;

    private readonly PartitionedRateLimiter<string> networks = PartitionedRateLimiter.Create<string, string>(network => RateLimitPartition.GetFixedWindowLimiter(
        network, _ => new FixedWindowRateLimiterOptions { PermitLimit = KeysPerMinute, Window = TimeSpan.FromMinutes(1) }));

    public bool Allows(IPAddress? caller)
    {
        using var lease = networks.AttemptAcquire(caller is null ? "" : ChatCaps.NetworkOf(caller));
        return lease.IsAcquired;
    }

    public void Dispose() => networks.Dispose();
}
