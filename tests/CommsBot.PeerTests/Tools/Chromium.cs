using Microsoft.Playwright;

namespace CommsBot.PeerTests.Tools;

/// <summary>
/// Finds a Chromium: variable COMMSBOT_CHROMIUM, the usual places, Debian's package when root, Playwright's own; else none, with the reason. The
/// headless shell comes first: the same engine without windows and menus takes a third of the processor time.
/// </summary>
internal static class Chromium
{
    private const string Package = "chromium-headless-shell";

    private static readonly string[] Usual =
    [
        $"/usr/bin/{Package}", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    // Without these it looks for its maker's hosts at every start, which a closed network answers slowly.
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Looked for once, whoever asks first.</summary>
    private static readonly Lazy<Task<(string? Path, string? Missing)>> Found = new(FindAsync);

    /// <returns>A browser, or the reason why there is none.</returns>
    public static async Task<(IBrowser? Browser, string Reason)> OpenAsync(IPlaywright playwright)
    {
        var (path, missing) = await Found.Value;
        if (missing is not null) return (null, missing);
        try
        {
            return (await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags }), "");
        }
        catch (PlaywrightException fault)
        {
            return (null, $"Chromium ({path ?? "Playwright's own"}) does not start: {fault.Message.Split('\n')[0]}");
        }
    }

    /// <returns>Where it is, null for Playwright's own; or why there is none.</returns>
    private static async Task<(string? Path, string? Missing)> FindAsync()
    {
        if ((Environment.GetEnvironmentVariable("COMMSBOT_CHROMIUM") ?? Usual.FirstOrDefault(File.Exists)) is { } path) return (path, null);
        var apt = await Shell.AptInstallAsync(Package);
        if (!apt.Ok) apt = await Shell.AptInstallAsync("chromium");
        if (Usual.FirstOrDefault(File.Exists) is { } installed) return (installed, null);
        if (Microsoft.Playwright.Program.Main(["install", "--only-shell", "chromium"]) == 0) return (null, null);
        return (null, $"There is no Chromium: name one in COMMSBOT_CHROMIUM. apt-get: {apt.Tail}. Playwright could not fetch its own.");
    }
}
