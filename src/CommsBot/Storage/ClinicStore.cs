using System.Data;
using CommsBot.Staff;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommsBot.Storage;

/// <summary>The one way to read and write. A write is one transaction; on PostgreSQL it is serializable and is repeated when it lost a race.</summary>
internal sealed class ClinicStore(IDbContextFactory<ClinicDb> factory, WriteGate gate, DatabaseTarget target)
{
    private const int Tries = 8;

    public bool IsPostgres => target.IsPostgres;

    /// <summary>A context for one read; nothing it loads is tracked.</summary>
    public ClinicDb Read()
    {
        var db = factory.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and saves what it tracked. It may run several times, so it must change nothing outside
    /// the context and await nothing but the database.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">A fenced row moved since it was read.</exception>
    public async Task<T> Write<T>(Func<ClinicDb, Task<T>> work, CancellationToken ct = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var pass = await gate.EnterAsync(ct);
            await using var db = factory.CreateDbContext();
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(
                    target.IsPostgres ? IsolationLevel.Serializable : IsolationLevel.Unspecified, ct);
                var result = await work(db);
                await AuditChain.SealAsync(db, ct);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return result;
            }
            catch (Exception lost) when (attempt < Tries && LostRace(lost))
            {
            }
        }
    }

    public Task Write(Func<ClinicDb, Task> work, CancellationToken ct = default) =>
        Write(async db =>
        {
            await work(db);
            return true;
        }, ct);

    /// <summary>True when the exception says that a unique key was taken: the same thing was stored before.</summary>
    public static bool IsRepeat(DbUpdateException exception) => exception.InnerException switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        Microsoft.Data.Sqlite.SqliteException sqlite => sqlite.SqliteErrorCode == 19,
        _ => false,
    };

    private static bool LostRace(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        { InnerException: { } inner } => LostRace(inner),
        _ => false,
    };
}
