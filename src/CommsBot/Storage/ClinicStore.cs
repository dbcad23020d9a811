using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommsBot.Storage;

/// <summary>The one way to read and write. A write is one transaction; on PostgreSQL it is serializable and is repeated when it lost a race.</summary>
internal sealed class ClinicStore(IDbContextFactory<ClinicDb> factory, WriteGate gate, DatabaseTarget target)
{
    private const int Tries = 16;
    private const int LongestPause = 128;

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
    public Task<T> Write<T>(Func<ClinicDb, Task<T>> work, CancellationToken ct = default) => Write(work, IsolationLevel.Serializable, ct);

    /// <summary>As <see cref="Write{T}(Func{ClinicDb, Task{T}}, CancellationToken)"/>, for work that may refuse: then nothing it did on the way is kept.</summary>
    /// <param name="isDone">False for a refusal.</param>
    public Task<T> WriteIf<T>(Func<ClinicDb, Task<T>> work, Func<T, bool> isDone, CancellationToken ct = default) => Write(work, IsolationLevel.Serializable, ct, isDone);

    /// <summary>
    /// As <see cref="Write{T}(Func{ClinicDb, Task{T}}, CancellationToken)"/>, for work whose every change is fenced by itself (a token in the row, a
    /// unique key): PostgreSQL then need not watch what was only read, which costs many writers at once most of their time. A unique key taken
    /// meanwhile is a lost race here.
    /// </summary>
    public Task<T> WriteFenced<T>(Func<ClinicDb, Task<T>> work, CancellationToken ct = default) => Write(work, IsolationLevel.RepeatableRead, ct);

    public Task WriteFenced(Func<ClinicDb, Task> work, CancellationToken ct = default) => WriteFenced(Valued(work), ct);

    private async Task<T> Write<T>(Func<ClinicDb, Task<T>> work, IsolationLevel isolation, CancellationToken ct, Func<T, bool>? isDone = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            // Whoever lost waits a little, each another while, or the same ones would meet again.
            if (attempt > 1) await Task.Delay(Random.Shared.Next(1, Math.Min(LongestPause, 1 << attempt)), ct);
            using var pass = await gate.EnterAsync(ct);
            await using var db = factory.CreateDbContext();
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(
                    target.IsPostgres ? isolation : IsolationLevel.Unspecified, ct);
                var result = await work(db);
                if (isDone?.Invoke(result) == false) return result;
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return result;
            }
            catch (Exception lost) when (attempt < Tries && (LostRace(lost) || (isolation == IsolationLevel.RepeatableRead && lost is DbUpdateException repeat && IsRepeat(repeat))))
            {
            }
        }
    }

    public Task Write(Func<ClinicDb, Task> work, CancellationToken ct = default) => Write(Valued(work), ct);

    private static Func<ClinicDb, Task<bool>> Valued(Func<ClinicDb, Task> work) => async db =>
    {
        await work(db);
        return true;
    };

    /// <summary>True when the exception says that a unique key was taken: the same thing was stored before.</summary>
    public static bool IsRepeat(DbUpdateException exception) => exception.InnerException switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        Microsoft.Data.Sqlite.SqliteException sqlite => sqlite.SqliteErrorCode == 19,
        _ => false,
    };

    /// <summary>True when the database could not do what was asked, for whatever reason: nothing of the write happened.</summary>
    public static bool IsDatabaseFault(Exception exception) =>
        exception is DbUpdateException or System.Data.Common.DbException || (exception.InnerException is { } inner && IsDatabaseFault(inner));

    private static bool LostRace(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        { InnerException: { } inner } => LostRace(inner),
        _ => false,
    };
}
