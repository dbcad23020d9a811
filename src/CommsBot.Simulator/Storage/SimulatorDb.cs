using Microsoft.Data.Sqlite;

namespace CommsBot.Simulator.Storage;

/// <summary>The stand-ins' own small database: one connection, one caller at a time. A lost write after a power cut is no harm here.</summary>
internal sealed class SimulatorDb : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = OFF;
        CREATE TABLE IF NOT EXISTS texts (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, sender TEXT NOT NULL, receiver TEXT NOT NULL,
          body TEXT NOT NULL, shown TEXT NOT NULL, status TEXT NOT NULL, error INTEGER, segments INTEGER NOT NULL, media INTEGER NOT NULL,
          service TEXT, callback TEXT, validity INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, sent INTEGER,
          clinic_at INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS texts_receiver ON texts (receiver, seq);
        CREATE INDEX IF NOT EXISTS texts_sender ON texts (sender, seq);
        CREATE TABLE IF NOT EXISTS optouts (phone TEXT NOT NULL, scope TEXT NOT NULL, PRIMARY KEY (phone, scope));
        CREATE TABLE IF NOT EXISTS clock (name TEXT PRIMARY KEY, at INTEGER NOT NULL);
        """;

    private readonly SqliteConnection connection;
    private readonly Lock gate = new();

    public SimulatorDb(SimulatorHost host)
    {
        if (host.DatabasePath is { } path && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = host.DatabasePath ?? ":memory:", Pooling = false }.ToString());
        connection.Open();
        Run(Schema);
    }

    /// <summary>Runs one statement; the number of rows changed.</summary>
    public int Run(string sql, params (string Name, object? Value)[] values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
            return command.ExecuteNonQuery();
        }
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            connection.Dispose();
        }
    }

    private SqliteCommand Command(string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
