using CommsBot.PeerTests.Tools;

namespace CommsBot.PeerTests.Storage;

/// <summary>One PostgreSQL for all storage tests; each test takes a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private Postgres? _server;
    private string _reason = "";

    public async Task InitializeAsync() => (_server, _reason) = await Postgres.OpenAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    internal async Task<string> NewDatabaseAsync()
    {
        Skip.If(_server is null, _reason);
        return await _server!.NewDatabaseAsync();
    }
}
