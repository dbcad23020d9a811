using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.PeerTests.Storage;

/// <summary>The rules of the store on PostgreSQL.</summary>
public sealed class PostgresStoreTests(PostgresFixture postgres) : StoreRules, IClassFixture<PostgresFixture>
{
    private protected override async Task<ClinicStore> OpenAsync()
    {
        var target = DatabaseTarget.Read(await postgres.NewDatabaseAsync(), Path.GetTempPath());
        var gate = new WriteGate(oneWriter: false);
        var store = new ClinicStore(new ClinicDbFactory(target, SharedKeys.Cipher, gate), gate, target);
        await using var db = store.Read();
        await db.Database.MigrateAsync();
        return store;
    }
}
