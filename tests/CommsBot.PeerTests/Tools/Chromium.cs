using Microsoft.Playwright;

namespace CommsBot.PeerTests.Tools;

/// <summary>Finds a Chromium: variable COMMSBOT_CHROMIUM, the usual places, Debian's package when root, Playwright's own; else none, with the reason.</summary>
internal static class Chromium
{
    private static readonly string[] Usual =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    // Without these it looks for its maker's hosts at every start, which a closed network answers slowly.
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <returns>A browser, or the reason why there is none.</returns>
    public static async Task<(IBrowser? Browser, string Reason)> OpenAsync(IPlaywright playwright)
    {
        var path = Environment.GetEnvironmentVariable("COMMSBOT_CHROMIUM") ?? Usual.FirstOrDefault(File.Exists);
        var reason = "";
        if (path is null && await Shell.AptInstallAsync("chromium") is { } apt)
        {
            path = Usual.FirstOrDefault(File.Exists);
            reason = $"apt-get: {apt.Tail}. ";
        }

        if (path is null && Microsoft.Playwright.Program.Main(["install", "chromium"]) != 0)
            return (null, $"There is no Chromium: name one in COMMSBOT_CHROMIUM. {reason}Playwright could not fetch its own.");
        try
        {
            return (await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags }), "");
        }
        catch (PlaywrightException fault)
        {
            return (null, $"Chromium ({path ?? "Playwright's own"}) does not start: {fault.Message.Split('\n')[0]}");
        }
    }
}
