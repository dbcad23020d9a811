using CommsBot.Tests.Drivers;
using Npgsql;

namespace CommsBot.PeerTests.Tools;

/// <summary>
/// A PostgreSQL for one test run: the server named in COMMSBOT_POSTGRES, else a cluster of our own in a temporary folder,
/// made with the binaries found or installed. Each <see cref="NewDatabaseAsync"/> is empty and dropped at the end.
/// </summary>
internal sealed class Postgres : IAsyncDisposable
{
    private readonly string _server;
    private readonly string? _folder;
    private readonly string _binaries;
    private readonly List<string> _created = [];

    private Postgres(string server, string? folder, string binaries) => (_server, _folder, _binaries) = (server, folder, binaries);

    /// <returns>A server, or the reason why there is none.</returns>
    public static async Task<(Postgres? Server, string Reason)> OpenAsync()
    {
        if (Environment.GetEnvironmentVariable("COMMSBOT_POSTGRES") is { Length: > 0 } given) return (new Postgres(given, null, ""), "");
        var binaries = Find();
        if (binaries is null)
        {
            var installed = await Shell.AptInstallAsync("postgresql");
            binaries = Find();
            if (binaries is null) return (null, $"There is no PostgreSQL: name one in COMMSBOT_POSTGRES as a connection string. apt-get: {installed.Tail}");
        }

        return await StartAsync(binaries);
    }

    public async Task<string> NewDatabaseAsync()
    {
        var name = $"commsbot_{Guid.NewGuid():N}";
        await CommandAsync($"CREATE DATABASE {name}");
        _created.Add(name);
        return new NpgsqlConnectionStringBuilder(_server) { Database = name, Pooling = true }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_folder is null)
        {
            foreach (var name in _created) await CommandAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            return;
        }

        await AsServerUserAsync([Path.Combine(_binaries, "pg_ctl"), "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop"]);
        TestFolder.Delete(_folder);
    }

    private static string? Find()
    {
        string[] versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var folders = versions.OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static async Task<(Postgres? Server, string Reason)> StartAsync(string binaries)
    {
        var folder = Directory.CreateTempSubdirectory("commsbot-pg-").FullName;
        if (Shell.IsRoot) await Shell.RunAsync("/bin/chown", ["postgres", folder], TimeSpan.FromSeconds(10));
        var data = Path.Combine(folder, "data");
        var made = await AsServerUserAsync([Path.Combine(binaries, "initdb"), "-D", data, "-U", "commsbot", "-A", "trust", "-E", "UTF8", "--no-sync"]);
        if (!made.Ok) return (null, $"initdb: {made.Tail}");
        var port = FreePort();
        var options = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c max_connections=300";
        var started = await AsServerUserAsync([Path.Combine(binaries, "pg_ctl"), "-D", data, "-l", Path.Combine(folder, "log"), "-o", options, "-w", "start"]);
        if (!started.Ok) return (null, $"pg_ctl: {started.Tail}");
        return (new Postgres($"Host=127.0.0.1;Port={port};Username=commsbot;Database=postgres", folder, binaries), "");
    }

    // PostgreSQL refuses to run as root. Its output goes nowhere: the server would keep our pipe open for ever.
    private static Task<Shell.Result> AsServerUserAsync(string[] command)
    {
        var quoted = string.Join(' ', command.Select(part => $"'{part}'")) + " >/dev/null 2>&1";
        return Shell.IsRoot
            ? Shell.RunAsync("/sbin/runuser", ["-u", "postgres", "--", "/bin/sh", "-c", quoted], TimeSpan.FromMinutes(1))
            : Shell.RunAsync("/bin/sh", ["-c", quoted], TimeSpan.FromMinutes(1));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task CommandAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
