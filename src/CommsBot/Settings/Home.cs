namespace CommsBot.Settings;

/// <summary>The home: the nearest folder, from the content root upward, that holds <c>dialogs/</c>; else the one above the program itself.</summary>
internal static class Home
{
    public static string? Find(string contentRoot) => Upward(contentRoot) ?? Upward(AppContext.BaseDirectory);

    private static string? Upward(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "dialogs"))) return folder.FullName;
        return null;
    }
}
