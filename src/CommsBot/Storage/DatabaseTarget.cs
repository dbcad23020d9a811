using Microsoft.Data.Sqlite;
using Npgsql;

namespace CommsBot.Storage;

/// <summary>Where the rows live, read from <c>ConnectionStrings:CommsBot</c>; a relative SQLite file is relative to the home.</summary>
/// <param name="File">The SQLite file with its whole path; null on PostgreSQL.</param>
internal sealed record DatabaseTarget(string ConnectionString, bool IsPostgres, string? File)
{
    private const string Usual = "Data Source=App_Data/commsbot.db";

    /// <exception cref="ArgumentException">The text names neither.</exception>
    public static DatabaseTarget Read(string? connectionString, string home) =>
        TryRead(connectionString, home, out var fault) ?? throw new ArgumentException(fault, nameof(connectionString));

    // The driver's own limit, 100, is the usual limit of a whole server: two nodes would take each other's connections.
    private static string Postgres(string text)
    {
        var builder = new NpgsqlConnectionStringBuilder(text);
        if (!builder.ContainsKey("Maximum Pool Size") || builder.MaxPoolSize == 100) builder.MaxPoolSize = 40;
        return builder.ToString();
    }

    /// <summary>Null, and the fault told, when the text names neither.</summary>
    public static DatabaseTarget? TryRead(string? connectionString, string home, out string? fault)
    {
        fault = null;
        var text = string.IsNullOrWhiteSpace(connectionString) ? Usual : connectionString.Trim();
        try
        {
            if (text.StartsWith("Host=", StringComparison.OrdinalIgnoreCase)) return new(Postgres(text), true, null);
            var builder = new SqliteConnectionStringBuilder(text);
            if (builder.DataSource is not ("" or ":memory:") && builder.Mode != SqliteOpenMode.Memory)
            {
                builder.DataSource = Path.GetFullPath(builder.DataSource, home);
                return new(builder.ToString(), false, builder.DataSource);
            }
        }
        catch (ArgumentException)
        {
            // Told below; the text itself may hold a password.
        }

        fault = "ConnectionStrings:CommsBot must be \"Data Source=<file>\" (SQLite) or \"Host=<server>;...\" (PostgreSQL).";
        return null;
    }
}
