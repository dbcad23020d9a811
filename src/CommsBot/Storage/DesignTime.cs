using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CommsBot.Storage;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteDb|PostgresDb -o Storage/Migrations/Sqlite|Postgres</c>; opens no database.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) => Design.Of(new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=design.db").Options));
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) => Design.Of(new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=design").Options));
}

internal static class Design
{
    public static T Of<T>(T db) where T : ClinicDb
    {
        db.Belong(new ColumnCipher(), new WriteGate(oneWriter: false));
        return db;
    }
}
