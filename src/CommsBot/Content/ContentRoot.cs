namespace CommsBot.Content;

/// <summary>
/// The home: the folder that holds <c>dialogs/</c>. Every content fault names its file relative to it, with forward slashes.
/// </summary>
internal sealed record ContentRoot(string Home)
{
    public string Dialogs => Path.Combine(Home, "dialogs");

    /// <summary>The nearest folder from <paramref name="start"/> upward that holds <c>dialogs/</c>; null when none does.</summary>
    public static ContentRoot? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "dialogs"))) return new ContentRoot(folder.FullName);
        }
        return null;
    }

    /// <summary>The file as faults name it: <c>dialogs/answers/en/what-is-crps.md</c>.</summary>
    public string NameOf(string path) => Path.GetRelativePath(Home, path).Replace('\\', '/');

    /// <summary>Files below a folder of <c>dialogs/</c> in ordinal order, so that two machines report the same faults in the same order.</summary>
    public IReadOnlyList<string> Files(string folder, string pattern)
    {
        var path = Path.Combine(Dialogs, folder);
        if (!Directory.Exists(path)) return [];
        return [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal)];
    }
}
