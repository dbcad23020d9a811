using CommsBot.Storage;

namespace CommsBot.Commands;

/// <summary>Brings the database to this version's schema; a PostgreSQL installation outside Development asks for it before a start.</summary>
internal static class MigrateVerb
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        await using var app = await CommsBotHost.CreateAsync(input.WithoutWords().Host, use: DatabaseUse.Migrate);
        await Console.Out.WriteLineAsync("The database has this version's schema.");
        return 0;
    }
}
