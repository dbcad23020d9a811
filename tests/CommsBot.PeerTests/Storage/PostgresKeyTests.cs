using CommsBot.Settings;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.Storage;
using Microsoft.AspNetCore.Builder;

namespace CommsBot.PeerTests.Storage;

/// <summary>The rules of changing keys on PostgreSQL, and that no node serves meanwhile.</summary>
public sealed class PostgresKeyTests(PostgresFixture postgres) : KeyRules, IClassFixture<PostgresFixture>
{
    [SkippableFact]
    public async Task Keys_are_rotated_only_while_no_node_serves_and_no_node_starts_meanwhile()
    {
        var database = await NewDatabaseAsync();
        await using (await Service.StartAsync(database))
        {
            var refused = await Assert.ThrowsAsync<StartRefusedException>(() => AloneAsync(database));
            Assert.Equal(["The service, or another verb, works on this database: stop it, every node of it, and try again."], refused.Faults);
        }

        await using var alone = await AloneAsync(database);
        await Assert.ThrowsAsync<StartRefusedException>(() => Service.StartAsync(database));
    }

    private protected override Task<string> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    private static Task<WebApplication> AloneAsync(string database) => CommsBotHost.CreateAsync(
        ["--environment=Development", "--urls=http://127.0.0.1:0", $"--contentRoot={AppContext.BaseDirectory}", $"--ConnectionStrings:CommsBot={database}"],
        SharedKeys.AddTo,
        DatabaseUse.Alone);
}
