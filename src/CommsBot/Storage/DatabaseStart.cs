using System.Data.Common;
using System.Security.Cryptography;
using CommsBot.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Storage;

/// <summary>What a process wants of the database.</summary>
internal enum DatabaseUse
{
    /// <summary>The service: it owns a SQLite file alone, and brings its schema up to date.</summary>
    Serve,

    /// <summary>A verb that reads or writes a few rows, beside a running service too; the schema must be present then.</summary>
    Visit,

    /// <summary>A verb that no service may run beside.</summary>
    Alone,

    /// <summary>The verb <c>migrate</c>: like <see cref="Serve"/>, and PostgreSQL is migrated in every environment.</summary>
    Migrate,
}

/// <summary>Makes the database ready before anything else runs: one owner, present schema, open keys, and real or demonstration for good.</summary>
internal sealed class DatabaseStart(
    ClinicStore store, KeyStore keys, LateSeals late, DatabaseTarget target, ClusterSettings cluster, SecuritySettings security, IHostEnvironment environment) : IDisposable
{
    public const string DemonstrationKey = "demonstration";
    private const string OldSchema = "The database schema is older than this version: run the verb 'migrate' first.";

    private const string NotAlone = "The service, or another verb, works on this database: stop it, every node of it, and try again.";

    private FileStream? ownership;
    private NodeLock? node;

    /// <summary>Returns every reason not to start; empty when the database is ready.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(bool simulated, DatabaseUse use, CancellationToken ct)
    {
        try
        {
            if (target.File is not null && TakeOwnership(target.File, use) is { } taken && (use != DatabaseUse.Visit || !File.Exists(target.File))) return [taken];
            if (await Schema(use, ct) is { } fault) return [fault];
            if (target.IsPostgres && use == DatabaseUse.Serve && await JoinAsync(ct) is { } alone) return [alone];
            if (target.IsPostgres && use == DatabaseUse.Alone && (node = await NodeLock.TryTakeAsync(target.ConnectionString, shared: false, ct)) is null) return [NotAlone];
            await keys.OpenAsync(ct);
            await late.SealAsync(ct);
            return await Purpose(simulated, ct);
        }
        catch (CryptographicException)
        {
            return [WrongKeys];
        }
        catch (Exception fault) when (Cause(fault) is { } cause)
        {
            return [Explain(cause)];
        }
    }

    public void Dispose()
    {
        ownership?.Dispose();
        node?.Dispose();
    }

    private async Task<string?> JoinAsync(CancellationToken ct)
    {
        node = await NodeLock.TryTakeAsync(target.ConnectionString, cluster.IsOn, ct);
        if (node is not null) return null;
        return cluster.IsOn
            ? "A node without Cluster settings serves from this database: it must stop, or get its own Cluster settings, before another joins."
            : "Another node serves from this database: several nodes need Cluster:SiloPort and Cluster:AdvertisedAddress, each its own.";
    }

    private string? TakeOwnership(string file, DatabaseUse use)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            ownership = new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"The folder of the database cannot be written: {Path.GetDirectoryName(file)}.";
        }
        catch (IOException) when (File.Exists(file + ".lock"))
        {
            return use == DatabaseUse.Alone ? NotAlone : $"Another process works on the database {file}.";
        }
        catch (IOException fault)
        {
            return $"The folder of the database cannot be used: {fault.Message}";
        }
    }

    private async Task<string?> Schema(DatabaseUse use, CancellationToken ct)
    {
        await using var db = store.Read();
        var mayMigrate = target.IsPostgres ? use == DatabaseUse.Migrate || environment.IsDevelopment() : ownership is not null;
        if (await KnownSchema.IsPresentAsync(db, ct)) return null;
        if (!mayMigrate) return OldSchema;

        // A process killed while migrating leaves this row, and Migrate() would wait for it for ever (efcore issue 38958). We own the file.
        if (target.File is not null && File.Exists(target.File))
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS __EFMigrationsLock", ct);
        await db.Database.MigrateAsync(ct);
        return null;
    }

    private async Task<IReadOnlyList<string>> Purpose(bool simulated, CancellationToken ct)
    {
        var demonstration = await store.Write(async db =>
        {
            if (await db.Values.FindAsync([DemonstrationKey], ct) is { } stored) return stored.Value == "true";
            db.Values.Add(new StoredValue { Key = DemonstrationKey, Value = simulated ? "true" : "false" });
            return simulated;
        }, ct);
        return (demonstration, simulated) switch
        {
            (true, false) => ["This is a demonstration database: it opens only with Simulator:Enabled, so that no simulated patient is ever texted."],
            (false, true) => ["This is a real database: it never opens with Simulator:Enabled."],
            _ => [],
        };
    }

    private string WrongKeys => security.PreviousKeyCertificate is null
        ? "The keys in the database were sealed with another certificate or key file (Security:KeyCertificate, Security:DevelopmentKeyFile)."
        : "The keys in the database were sealed with another certificate than Security:KeyCertificate and Security:PreviousKeyCertificate.";

    private static DbException? Cause(Exception fault) => fault as DbException ?? (fault.InnerException is { } inner ? Cause(inner) : null);

    private string Explain(DbException fault) => fault switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => $"The database {target.File} is locked by another program.",
        SqliteException { SqliteErrorCode: 11 or 26 } => $"The file {target.File} is not a usable SQLite database.",
        SqliteException { SqliteErrorCode: 8 or 14 or 23 } => $"The database {target.File} cannot be opened for writing.",
        SqliteException { SqliteErrorCode: 13 } => $"The disk of the database {target.File} is full.",
        _ => $"The database cannot be used: {fault.Message}",
    };
}
