namespace CommsBot.Tests.Safety;

/// <summary>The repository's own <c>dialogs</c> folder.</summary>
internal static class Dialogs
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CommsBot.sln"))) return Path.Combine(folder.FullName, "dialogs");
        throw new DirectoryNotFoundException("The repository's root was not found above the tests.");
    }
}
