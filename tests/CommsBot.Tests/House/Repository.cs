namespace CommsBot.Tests.House;

/// <summary>The checked-out sources, found upward from the tests.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CommsBot.sln"))) return folder.FullName;
        throw new InvalidOperationException("CommsBot.sln was not found above the tests.");
    }

    /// <summary>Source files below a folder, generated ones left out, relative to it with forward slashes.</summary>
    public static IEnumerable<string> Sources(string folder, string pattern = "*.cs")
    {
        var root = Path.Combine(Root, folder);
        return Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin" or "node_modules"));
    }
}
