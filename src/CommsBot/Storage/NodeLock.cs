using Npgsql;

namespace CommsBot.Storage;

/// <summary>
/// Who may serve from one PostgreSQL database: one node alone, or several that all know of each other. Held by an open connection, so that the
/// database itself lets go when a node dies.
/// </summary>
internal sealed class NodeLock : IDisposable
{
    private const long Number = 0x636f6d6d73626f74;

    private readonly NpgsqlConnection connection;

    private NodeLock(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Null when a node serves already that must not be joined like this.</summary>
    /// <param name="shared">This node expects others beside it.</param>
    public static async Task<NodeLock?> TryTakeAsync(string connectionString, bool shared, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);

            // A machine that lost its power says no goodbye: the server notices within half a minute.
            await using var ask = new NpgsqlCommand(
                $"SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SELECT pg_try_advisory_lock{(shared ? "_shared" : "")}({Number})", connection);
            if (await ask.ExecuteScalarAsync(ct) is true) return new NodeLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public void Dispose() => connection.Dispose();
}
