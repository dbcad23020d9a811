using System.Diagnostics;
using CommsBot.Outbox;
using CommsBot.PeerTests.Storage;
using Xunit.Abstractions;

namespace CommsBot.PeerTests.Nodes;

/// <summary>
/// Nothing lost, nothing twice, while the provider is at its worst and the service dies at random moments. COMMSBOT_CHAOS=20000 asks for more texts
/// than the usual 2,000; --logger "console;verbosity=detailed" shows the figures.
/// </summary>
public sealed class ChaosTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("COMMSBOT_CHAOS"), out var asked) ? asked : 2000;
    private static readonly int Seed = Environment.TickCount;
    private static readonly TimeSpan OnTheList = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120 + (Count / 50));

    private readonly Random random = new(Seed);
    private readonly Stopwatch watch = Stopwatch.StartNew();

    [SkippableFact]
    public async Task On_one_node_that_is_killed_again_and_again_nothing_is_lost_and_nothing_sent_twice()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals are Linux's here");
        await using var house = await ChaosHouse.OpenAsync(database: null, Count, Seed, perSecond: Count / 20);
        await using var node = house.NewNode();
        await node.StartAsync();
        foreach (var part in new[] { 0.2, 0.6 })
        {
            await AcceptedAsync(house, Random(part), node);
            await node.KillAsync();
            await node.StartAsync();
        }

        await SettledAsync(house, node);
        await CalledAsync(house, node);
        await ReportAsync("SQLite, one node", house, $"{node.Kills} kills");
        await NothingLostNothingTwiceAsync(house);
    }

    [SkippableFact]
    public async Task On_two_nodes_one_killed_and_one_frozen_past_its_lease_nothing_is_lost_and_nothing_sent_twice()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals are Linux's here");
        await using var house = await ChaosHouse.OpenAsync(await postgres.NewDatabaseAsync(), texts: 0, Seed, perSecond: Count / 60);
        await using var a = house.NewNode(clustered: true);
        await using var b = house.NewNode(clustered: true);
        await a.StartAsync();
        await b.StartAsync();
        // Due once both are there, or the first has sent most of them before any harm is done.
        await house.QueueAsync(Count);
        await AcceptedAsync(house, Random(0.2), a, b);
        await a.FreezeAsync();
        await Task.Delay(ChaosHouse.Lease + TimeSpan.FromSeconds(3));
        await a.ThawAsync();
        await AcceptedAsync(house, Random(0.6), a, b);
        await b.KillAsync();
        if (!a.IsRunning) await a.StartAsync();
        await b.StartAsync();

        await SettledAsync(house, a, b);
        await CalledAsync(house, a, b);
        await ReportAsync("PostgreSQL, two nodes", house, $"one frozen {ChaosHouse.Lease.TotalSeconds + 3:0} s, {b.Kills} kill");
        await NothingLostNothingTwiceAsync(house);
    }

    /// <summary>The same provider and a sender that just retries: if this shows no doubles, the tests above prove nothing.</summary>
    [Fact]
    public async Task A_sender_that_just_retries_sends_many_twice()
    {
        await using var provider = await WildProvider.StartAsync(Seed);
        var texts = ChaosHouse.Invent(Math.Min(Count, 1000), ["mind-balance"]);
        await NaiveSender.SendAllAsync(provider.Address, texts);
        var (lost, doubled) = Figures(provider, texts);
        output.WriteLine($"naive: {texts.Count} texts, {lost} lost, {doubled} sent twice; {provider.Faults}");
        Assert.Equal(0, lost);
        Assert.True(doubled > texts.Count / 50, $"only {doubled} doubles");
    }

    private static async Task NothingLostNothingTwiceAsync(ChaosHouse house)
    {
        Assert.Equal((0, 0), Figures(house.Provider, house.Texts));
        var states = await house.StatesAsync(lost: false);
        Assert.Equal(house.Texts.Count(text => !text.IsLost), states.GetValueOrDefault(MessageState.Sent) + states.GetValueOrDefault(MessageState.Delivered));
    }

    private static (int Lost, int Doubled) Figures(WildProvider provider, IReadOnlyList<ChaosText> texts)
    {
        var differences = texts.GroupBy(text => text.Body).Select(same => (same.First().IsLost, More: provider.CountOf(same.Key) - same.Count())).ToList();
        // What may come too late to be sent need not arrive, but never twice.
        return (-differences.Where(difference => difference is { IsLost: false, More: < 0 }).Sum(one => one.More), differences.Where(difference => difference.More > 0).Sum(one => one.More));
    }

    private int Random(double part) => (int)(Count * (part + (random.NextDouble() * 0.1)));

    private async Task AcceptedAsync(ChaosHouse house, int count, params NodeProcess[] nodes)
    {
        using var late = new CancellationTokenSource(Patience);
        while (house.Provider.AcceptedCount < count)
        {
            if (late.IsCancellationRequested) Assert.Fail($"{house.Provider.AcceptedCount} of {count} accepted. {await house.AttemptsAsync()} {Logs(nodes)}");
            await RestartAsync(nodes);
            await Task.Delay(20);
        }

        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s: {house.Provider.AcceptedCount} accepted");
    }

    private async Task SettledAsync(ChaosHouse house, params NodeProcess[] nodes)
    {
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s: no more harm is done");
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            var states = await house.StatesAsync();
            if (states.Keys.All(state => state is not (MessageState.Planned or MessageState.Sending or MessageState.InDoubt))) return;
            if (late.IsCancellationRequested) Assert.Fail($"not settled: {string.Join(", ", states)}; {Logs(nodes)}");
            await RestartAsync(nodes);
            await Task.Delay(200);
        }
    }

    /// <summary>Every preparation text that did not arrive is on the call list within a minute of the last moment at which anybody could have told.</summary>
    private async Task CalledAsync(ChaosHouse house, params NodeProcess[] nodes)
    {
        var lost = house.Texts.Where(text => text.IsLost).ToList();
        var calls = await house.CallsAsync();
        while (lost.Exists(text => !calls.ContainsKey(text.Visit!)) && TimeProvider.System.GetUtcNow() < house.LostNotAfter + OnTheList + TimeSpan.FromSeconds(10))
        {
            await RestartAsync(nodes);
            await Task.Delay(500);
            calls = await house.CallsAsync();
        }

        var accepts = house.Provider.Accepts();
        DateTimeOffset LastSignal(ChaosText text) => accepts.TryGetValue(text.Body, out var at) && at + WildProvider.LastWord > house.LostNotAfter ? at + WildProvider.LastWord : house.LostNotAfter;
        var late = lost.Where(text => !calls.TryGetValue(text.Visit!, out var at) || at > LastSignal(text) + OnTheList).Select(text => text.Visit).ToList();
        Assert.True(late.Count == 0, $"not on the call list in time: {string.Join(", ", late)}; {string.Join(", ", await house.StatesAsync(lost: true))}");
        var worst = lost.Count == 0 ? TimeSpan.Zero : lost.Max(text => calls[text.Visit!] - LastSignal(text));
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s: {lost.Count} undelivered preparation texts ({lost.Count(text => accepts.ContainsKey(text.Body))} of them accepted), each is a call, the last {worst.TotalSeconds:0.0} s after the last signal");
        Assert.Equal(calls.Count, lost.Count);
    }

    // What a service manager does: a node that was taken for dead ends itself and is started again.
    private async Task RestartAsync(NodeProcess[] nodes)
    {
        foreach (var node in nodes.Where(node => !node.IsRunning))
        {
            output.WriteLine("a node had ended itself and is started again");
            await node.StartAsync();
        }
    }

    private async Task ReportAsync(string what, ChaosHouse house, string harm)
    {
        var (lost, doubled) = Figures(house.Provider, house.Texts);
        output.WriteLine($"{what}: {house.Texts.Count} texts, {lost} lost, {doubled} sent twice, {watch.Elapsed.TotalSeconds:0} s, {harm}, seed {Seed}");
        output.WriteLine($"  of each class: {string.Join(", ", house.Texts.GroupBy(text => text.Class).OrderBy(same => same.Key).Select(same => $"{same.Key} {same.Count()}"))}");
        output.WriteLine($"  provider: {house.Provider.Faults}");
        output.WriteLine($"  attempts: {await house.AttemptsAsync()}");
        output.WriteLine($"  states: {string.Join(", ", await house.StatesAsync())}");
    }

    private static string Logs(NodeProcess[] nodes) => string.Join(Environment.NewLine, nodes.Select(node => node.Log()));
}
