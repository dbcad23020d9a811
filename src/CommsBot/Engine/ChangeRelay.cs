using CommsBot.Settings;
using Orleans.Concurrency;

namespace CommsBot.Engine;

/// <summary>How a node hears what another one wrote.</summary>
internal interface IChangeListener : IGrainObserver
{
    [OneWay]
    Task Hear(string clinicId, string? conversationId, string? onlookersOf);
}

/// <summary>The one board of the cluster: nodes leave word of what they wrote, and every other node that listens hears it.</summary>
internal interface IChangeBoard : IGrainWithIntegerKey
{
    /// <summary>Holds for half a minute, so it must be renewed; a node that died is forgotten by itself.</summary>
    Task Listen(string node, IChangeListener listener);

    [OneWay]
    Task Tell(string node, string clinicId, string? conversationId, string? onlookersOf);
}

internal sealed class ChangeBoard(TimeProvider machine) : Grain, IChangeBoard
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (IChangeListener Listener, DateTimeOffset Until)> nodes = [];

    public Task Listen(string node, IChangeListener listener)
    {
        nodes[node] = (listener, machine.GetUtcNow() + Holds);
        return Task.CompletedTask;
    }

    public Task Tell(string node, string clinicId, string? conversationId, string? onlookersOf)
    {
        var now = machine.GetUtcNow();
        foreach (var gone in nodes.Where(known => known.Value.Until < now).Select(known => known.Key).ToList()) nodes.Remove(gone);
        foreach (var (other, (listener, _)) in nodes)
            if (other != node) listener.Hear(clinicId, conversationId, onlookersOf).Ignore();
        return Task.CompletedTask;
    }
}

/// <summary>Carries this node's changes to the others and theirs to this one. Hints only: whoever misses one reads the rows a few seconds later anyway.</summary>
internal sealed partial class ChangeRelay(Changes changes, IGrainFactory grains, ClusterSettings cluster, TimeProvider machine, ILogger<ChangeRelay> log)
    : BackgroundService, IChangeListener
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    private IChangeBoard Board => grains.GetGrain<IChangeBoard>(0);

    public Task Hear(string clinicId, string? conversationId, string? onlookersOf)
    {
        changes.PublishHere(new Change(clinicId, conversationId, onlookersOf));
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var self = grains.CreateObjectReference<IChangeListener>(this);
        changes.Elsewhere = change => Board.Tell(cluster.NodeName, change.ClinicId, change.ConversationId, change.OnlookersOf).Ignore();
        using var timer = new PeriodicTimer(Renewal, machine);
        do
        {
            try
            {
                await Board.Listen(cluster.NodeName, self);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                Log.NotHeard(log, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).AsTask().ContinueWith(tick => tick is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
        changes.Elsewhere = null;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The other nodes' changes cannot be heard now; pages here ask again by themselves until they can.")]
        public static partial void NotHeard(ILogger logger, Exception fault);
    }
}
