using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommsBot.Storage;

/// <summary>Settings SQLite forgets with each connection: a power cut must not forget a claim, a busy file is waited for.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData data)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    // SQLite runs in this process and never waits on a network: the synchronous call is the fast one.
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData data, CancellationToken ct = default)
    {
        ConnectionOpened(connection, data);
        return Task.CompletedTask;
    }
}
