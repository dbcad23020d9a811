using System.Net;

namespace CommsBot.Settings;

/// <summary>Section <c>Cluster</c>: several nodes on one PostgreSQL. Both unset: this is the only node.</summary>
internal sealed class ClusterSettings : ISettings
{
    /// <summary>The TCP port on which the other nodes reach this one, 1 to 65535; default none. Nothing but the other nodes may reach it.</summary>
    public int? SiloPort { get; set; }

    /// <summary>This node's own IP address, at which the other nodes reach it and at which it listens; default none.</summary>
    public string? AdvertisedAddress { get; set; }

    public bool IsOn => SiloPort is not null && AdvertisedAddress is not null;

    /// <summary>Where this node stands; the same after each restart of it, and no other node's at the same time.</summary>
    public string NodeName => IsOn ? $"{AdvertisedAddress}:{SiloPort}" : Environment.MachineName;

    public IPEndPoint Endpoint => new(IPAddress.Parse(AdvertisedAddress!), SiloPort!.Value);

    public IEnumerable<string> Faults(StartContext start)
    {
        if (SiloPort is < 1 or > 65535) yield return "Cluster:SiloPort must be from 1 to 65535.";
        if (AdvertisedAddress is { } address && !IsOwnAddress(address)) yield return "Cluster:AdvertisedAddress must be this node's own IP address.";
        if (SiloPort is null != AdvertisedAddress is null) yield return "Cluster needs SiloPort and AdvertisedAddress, both or neither.";
        if (IsOn && start.Simulated) yield return "Cluster is refused with Simulator:Enabled: the simulated clock belongs to one node.";
    }

    /// <summary>What is wrong between this section and the database.</summary>
    public IEnumerable<string> DatabaseFaults(bool isPostgres)
    {
        if (IsOn && !isPostgres) yield return "Cluster needs PostgreSQL: a SQLite file belongs to one process.";
    }

    private static bool IsOwnAddress(string text) =>
        IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
}
