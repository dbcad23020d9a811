using CommsBot.Settings;

namespace CommsBot.Operation;

/// <summary>Section <c>Heartbeat</c>: a watch outside that hears from us while all is well, and alarms when it does not.</summary>
internal sealed class HeartbeatSettings : ISettings
{
    /// <summary>Called with GET and nothing else; https unless loopback outside Production. Default: none, no call.</summary>
    public string? Address { get; set; }

    /// <summary>Seconds between two calls, 10 to 240; default 60. The watch outside should alarm after five minutes of silence.</summary>
    public int EverySeconds { get; set; } = 60;

    public IEnumerable<string> Faults(StartContext start)
    {
        if (Address is not null && !MayCall(Address, start)) yield return "Heartbeat:Address must be an https address.";
        if (EverySeconds is < 10 or > 240) yield return "Heartbeat:EverySeconds must be from 10 to 240.";
    }

    private static bool MayCall(string address, StartContext start) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback && !start.Environment.IsProduction()));
}
