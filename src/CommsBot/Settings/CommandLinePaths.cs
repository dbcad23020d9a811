using Microsoft.Data.Sqlite;

namespace CommsBot.Settings;

/// <summary>Paths typed behind the verb mean the caller's folder; the same setting in a file means the home.</summary>
internal static class CommandLinePaths
{
    private static readonly string[] Settings = ["Content:Root", "Security:KeyCertificate", "Security:PreviousKeyCertificate", "Security:DevelopmentKeyFile"];
    private const string Database = "ConnectionStrings:CommsBot";

    /// <summary>The settings of these arguments that are paths, made absolute; to be laid over the configuration last.</summary>
    public static Dictionary<string, string?> Absolute(string[] args, string caller)
    {
        var given = new ConfigurationBuilder().AddCommandLine(args).Build();
        var paths = new Dictionary<string, string?>();
        foreach (var name in Settings)
            if (given[name] is { Length: > 0 } path) paths[name] = Path.GetFullPath(path, caller);
        if (given[Database] is { } text && SqliteFile(text) is { } builder)
        {
            builder.DataSource = Path.GetFullPath(builder.DataSource, caller);
            paths[Database] = builder.ToString();
        }

        return paths;
    }

    private static SqliteConnectionStringBuilder? SqliteFile(string text)
    {
        if (text.TrimStart().StartsWith("Host=", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            var builder = new SqliteConnectionStringBuilder(text);
            return builder.DataSource is "" or ":memory:" ? null : builder;
        }
        catch (ArgumentException)
        {
            // Said by name when the setting itself is read.
            return null;
        }
    }
}
