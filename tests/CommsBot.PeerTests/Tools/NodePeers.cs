using System.Security.Cryptography;

namespace CommsBot.PeerTests.Tools;

/// <summary>The official JavaScript packages, installed once from the pinned list into a cache folder outside the repository.</summary>
internal static class NodePeers
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "peers");
    private static readonly Lazy<Task<(string? Folder, string Reason)>> Installed = new(InstallAsync);

    /// <summary>Runs one of our scripts among the packages; a missing package or Node.js skips the test.</summary>
    public static async Task<Shell.Result> RunAsync(string script, string[] arguments, string? input = null)
    {
        var (folder, reason) = await Installed.Value;
        Skip.If(folder is null, reason);
        File.Copy(Path.Combine(Sources, script), Path.Combine(folder!, script), overwrite: true);
        return await Shell.RunAsync("node", [script, .. arguments], TimeSpan.FromMinutes(1), folder, input);
    }

    private static async Task<(string? Folder, string Reason)> InstallAsync()
    {
        var pinned = Path.Combine(Sources, "package-lock.json");
        var name = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(pinned)))[..12];
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "commsbot-peers", name);
        var done = Path.Combine(folder, "installed");
        if (File.Exists(done)) return (folder, "");
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "package.json", "package-lock.json", ".npmrc" }) File.Copy(Path.Combine(Sources, file), Path.Combine(folder, file), overwrite: true);
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var fetched = await Shell.RunAsync(npm, ["ci", "--ignore-scripts", "--silent"], TimeSpan.FromMinutes(2), folder);
        if (!fetched.Ok) return (null, $"npm could not fetch the peers: {fetched.Tail}");
        await File.WriteAllTextAsync(done, "");
        return (folder, "");
    }
}
