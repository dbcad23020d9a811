using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Storage;

/// <summary>
/// Whether a database has every migration of this build. Their names are those of their files, which the build stamps (see the project file): to find
/// them, EF Core would load every type of the program, and the service would hold them all for as long as it runs.
/// </summary>
internal static class KnownSchema
{
    /// <summary>The migrations of this build for the database's kind, oldest first.</summary>
    public static string[] MigrationsOf(ClinicDb db) =>
        typeof(KnownSchema).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(stamp => stamp.Key == db.GetType().Name).Value!.Split(' ');

    public static async Task<bool> IsPresentAsync(ClinicDb db, CancellationToken ct = default) =>
        !MigrationsOf(db).Except(await db.Database.GetAppliedMigrationsAsync(ct)).Any();
}
