using CommsBot.Preparation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Caching.Memory;

namespace CommsBot.Storage;

/// <summary>Opens contexts on the database that the connection string names: <c>Host=</c> is PostgreSQL, <c>Data Source=</c> is SQLite.</summary>
internal sealed class ClinicDbFactory : IDbContextFactory<ClinicDb>
{
    /// <summary>Making a context costs more than most queries; so many are kept for the next.</summary>
    private const int Kept = 32;

    /// <summary>
    /// Compiled queries and commands, of the whole process. By itself EF Core keeps 1,024 of both together: our 500 queries, some with a command for each
    /// combination of nulls, are more, and from then on nearly every query was compiled anew.
    /// </summary>
    private static readonly MemoryCache Compiled = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    private readonly Func<ClinicDb> rent;
    private readonly ColumnCipher cipher;
    private readonly WriteGate gate;

    public ClinicDbFactory(DatabaseTarget target, ColumnCipher cipher, WriteGate gate)
    {
        (this.cipher, this.gate) = (cipher, gate);
        var guard = new WriteGuard(gate);
        rent = target.IsPostgres
            ? Pool<PostgresDb>(builder => builder.UseNpgsql(target.ConnectionString).AddInterceptors(guard))
            : Pool<SqliteDb>(builder => builder.UseSqlite(target.ConnectionString).AddInterceptors(guard, new SqlitePragmas()));
    }

    /// <summary>Known once the clinics' files are read, which is after the database was named.</summary>
    public VisitDue? Due { private get; set; }

    public ClinicDb CreateDbContext()
    {
        var db = rent();
        db.Belong(cipher, gate, Due);
        return db;
    }

    /// <summary>Builds the model on another core while the content is read; the first query then finds it.</summary>
    public void Prepare() => _ = Task.Run(() =>
    {
        using var db = CreateDbContext();
        _ = db.Model;
    });

    private static Func<ClinicDb> Pool<T>(Action<DbContextOptionsBuilder<T>> use) where T : ClinicDb
    {
        var builder = new DbContextOptionsBuilder<T>();
        use(builder);
        builder.UseMemoryCache(Compiled);
        builder.ReplaceService<IModelCacheKeyFactory, CipherModelCacheKey>();
        // A test compares the model with the migrations; doing it again at each start would cost a third of it.
        builder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        return new PooledDbContextFactory<T>(builder.Options, Kept).CreateDbContext;
    }
}
