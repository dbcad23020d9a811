using System.Net;
using CommsBot.Engine;
using CommsBot.PeerTests.Storage;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Orleans;
using Orleans.Runtime;

namespace CommsBot.PeerTests.Nodes;

/// <summary>The membership rows keep Orleans' promises: whoever changes what another changed first is told so, and nothing is half done.</summary>
public sealed class MembershipTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTime Now = new(2026, 11, 24, 16, 0, 0, DateTimeKind.Utc);

    [SkippableFact]
    public async Task Of_many_writers_at_once_each_change_is_made_once_and_none_is_lost()
    {
        const int Writers = 6, Changes = 5;
        var (table, _) = await OpenAsync();
        var wins = new int[Writers];
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            while (wins[writer] < Changes)
            {
                var seen = await table.ReadAll();
                if (await table.InsertRow(Entry(port: 1000 + (writer * 100) + wins[writer]), seen.Version.Next())) wins[writer]++;
            }
        })));

        var all = await table.ReadAll();
        Assert.Equal(Writers * Changes, all.Members.Count);
        Assert.Equal(Writers * Changes, all.Version.Version);
        Assert.Equal(Enumerable.Range(1, Writers * Changes), all.Members.Select(member => int.Parse(member.Item2)).Order());
    }

    [SkippableFact]
    public async Task Of_two_updates_of_one_node_from_the_same_version_one_wins()
    {
        var (table, _) = await OpenAsync();
        var entry = Entry();
        Assert.True(await table.InsertRow(entry, (await table.ReadAll()).Version.Next()));
        var seen = await table.ReadRow(entry.SiloAddress);
        var etag = seen.Members.Single().Item2;

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => table.UpdateRow(Dying(), etag, seen.Version.Next()))));

        Assert.Single(results, true);
        Assert.Equal(2, (await table.ReadAll()).Version.Version);
        Assert.Equal(SiloStatus.ShuttingDown, (await table.ReadRow(entry.SiloAddress)).Members.Single().Item1.Status);

        MembershipEntry Dying()
        {
            var dying = Entry();
            dying.Status = SiloStatus.ShuttingDown;
            return dying;
        }
    }

    [SkippableFact]
    public async Task A_stale_version_a_stale_row_and_a_known_node_are_refused_and_change_nothing()
    {
        var (table, _) = await OpenAsync();
        var first = (await table.ReadAll()).Version.Next();
        Assert.True(await table.InsertRow(Entry(), first));

        Assert.False(await table.InsertRow(Entry(port: 2), first));
        Assert.False(await table.InsertRow(Entry(), (await table.ReadAll()).Version.Next()));
        Assert.False(await table.UpdateRow(Entry(), "7", (await table.ReadAll()).Version.Next()));
        Assert.False(await table.UpdateRow(Entry(port: 3), "1", (await table.ReadAll()).Version.Next()));
        Assert.Equal((1, 1), ((await table.ReadAll()).Version.Version, (await table.ReadAll()).Members.Count));
    }

    [SkippableFact]
    public async Task A_sign_of_life_is_outside_the_versions_and_never_fails()
    {
        var (table, _) = await OpenAsync();
        var entry = Entry();
        await table.UpdateIAmAlive(entry);
        Assert.True(await table.InsertRow(entry, (await table.ReadAll()).Version.Next()));
        entry.IAmAliveTime = Now.AddMinutes(1);
        await table.UpdateIAmAlive(entry);

        var seen = await table.ReadRow(entry.SiloAddress);
        Assert.Equal((Now.AddMinutes(1), "1", 1), (seen.Members.Single().Item1.IAmAliveTime, seen.Members.Single().Item2, seen.Version.Version));
    }

    [SkippableFact]
    public async Task What_a_node_wrote_is_read_back_whole_and_the_long_dead_are_cleaned_up()
    {
        var (table, _) = await OpenAsync();
        var dead = Entry(port: 5);
        dead.Status = SiloStatus.Dead;
        dead.SuspectTimes = [Tuple.Create(Entry(port: 6).SiloAddress, Now), Tuple.Create(Entry(port: 7).SiloAddress, Now.AddSeconds(1))];
        Assert.True(await table.InsertRow(dead, (await table.ReadAll()).Version.Next()));
        Assert.True(await table.InsertRow(Entry(), (await table.ReadAll()).Version.Next()));

        var read = (await table.ReadRow(dead.SiloAddress)).Members.Single().Item1;
        Assert.Equal(dead.SuspectTimes, read.SuspectTimes);
        Assert.Equal((dead.SiloName, dead.HostName, dead.StartTime), (read.SiloName, read.HostName, read.StartTime));
        await table.CleanupDefunctSiloEntries(new DateTimeOffset(Now));
        Assert.Equal(2, (await table.ReadAll()).Members.Count);
        await table.CleanupDefunctSiloEntries(new DateTimeOffset(Now.AddHours(1)));
        Assert.Equal(SiloStatus.Active, (await table.ReadAll()).Members.Single().Item1.Status);
    }

    [SkippableFact]
    public async Task Several_nodes_that_begin_at_once_find_one_version()
    {
        var (table, store) = await OpenAsync(begun: false);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => table.InitializeMembershipTable(true))));
        await using var db = store.Read();
        Assert.Equal(0, (await db.ClusterVersions.SingleAsync()).Version);
    }

    private async Task<(MembershipTable Table, ClinicStore Store)> OpenAsync(bool begun = true)
    {
        var target = DatabaseTarget.Read(await postgres.NewDatabaseAsync(), "/");
        var gate = new WriteGate(oneWriter: false);
        var store = new ClinicStore(new ClinicDbFactory(target, new ColumnCipher(), gate), gate, target);
        await using (var db = store.Read()) await db.Database.MigrateAsync();
        var table = new MembershipTable(store);
        if (begun) await table.InitializeMembershipTable(true);
        return (table, store);
    }

    private static MembershipEntry Entry(int port = 1) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 77),
        Status = SiloStatus.Active,
        HostName = "a-machine",
        SiloName = $"node-{port}",
        SuspectTimes = [],
        StartTime = Now,
        IAmAliveTime = Now,
    };
}
