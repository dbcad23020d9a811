namespace CommsBot.Engine;

/// <summary>The version of the whole membership table; every change but "I am alive" raises it by one, and only the one it was based on.</summary>
internal sealed class ClusterVersion
{
    public required string Id { get; init; }
    public required int Version { get; set; }
}

/// <summary>One node of the cluster, as Orleans describes it. All instants are machine time.</summary>
internal sealed class ClusterNode
{
    /// <summary>Address, port and the moment this run of it began, in Orleans' own spelling.</summary>
    public required string Address { get; init; }
    public required string Status { get; set; }
    public required string HostName { get; init; }
    public required string Name { get; init; }

    /// <summary>Who suspected it and when, <c>address=ticks</c> parted by semicolons.</summary>
    public required string Suspicions { get; set; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Written every few seconds by the node itself, outside the versions.</summary>
    public required DateTimeOffset AliveAt { get; set; }

    /// <summary>The table's version at which this row last changed; whoever changes it names it.</summary>
    public required int ChangedIn { get; set; }
}
