using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommsBot.Storage;

/// <summary>Opens contexts on the database that the connection string names: <c>Host=</c> is PostgreSQL, <c>Data Source=</c> is SQLite.</summary>
internal sealed class ClinicDbFactory : IDbContextFactory<ClinicDb>
{
    private readonly Func<ClinicDb> create;

    public ClinicDbFactory(DatabaseTarget target, ColumnCipher cipher, WriteGate gate)
    {
        var guard = new WriteGuard(gate);
        if (target.IsPostgres)
        {
            var options = Usual(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(target.ConnectionString).AddInterceptors(guard)).Options;
            create = () => new PostgresDb(options, cipher, gate);
        }
        else
        {
            var options = Usual(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(target.ConnectionString).AddInterceptors(guard, new SqlitePragmas())).Options;
            create = () => new SqliteDb(options, cipher, gate);
        }
    }

    public ClinicDb CreateDbContext() => create();

    /// <summary>Builds the model on another core while the content is read; the first query then finds it.</summary>
    public void Prepare() => _ = Task.Run(() =>
    {
        using var db = create();
        _ = db.Model;
    });

    // A test compares the model with the migrations; doing it again at each start would cost a third of it.
    private static DbContextOptionsBuilder<T> Usual<T>(DbContextOptionsBuilder<T> builder) where T : DbContext =>
        builder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}
