using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace CommsBot.Tests.Drivers;

/// <summary>The end of a test's service and of the temporary folder its database lived in.</summary>
internal static class TestFolder
{
    /// <summary>Stops first: a service that is only disposed may still be writing its database while the folder goes.</summary>
    public static async Task EndAsync(WebApplication app)
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>What cannot be deleted is left to the system's own cleaning of temporary files; it says nothing about the service.</summary>
    public static void Delete(string folder)
    {
        SqliteConnection.ClearAllPools();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
        }
    }
}
