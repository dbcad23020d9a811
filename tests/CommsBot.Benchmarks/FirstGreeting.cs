using System.Diagnostics;
using CommsBot.PeerTests.Chat;
using CommsBot.PeerTests.Tools;
using Microsoft.Playwright;

namespace CommsBot.Benchmarks;

/// <summary>
/// A first visit, nothing cached, on a phone that is slow: the processor of this machine at a quarter, and a line as slow as browsers' own tools
/// call it. Service, browser and website share this machine.
/// </summary>
internal static class FirstGreeting
{
    private const int Visits = 5;
    private const int Slowdown = 4;

    /// <summary>Name, one-way throughput in kilobits a second down and up, and round trip in milliseconds.</summary>
    private static readonly (string Name, int Down, int Up, int RoundTrip)[] Lines = [("slow 4G", 1_600, 750, 150), ("fast 4G", 9_000, 1_500, 60)];

    public static async Task RunAsync()
    {
        await using var site = await ForeignSite.StartAsync();
        await using var house = await House.OpenAsync($"--WebChat:AllowedOrigins:0={site.Allowed}");
        using var playwright = await Playwright.CreateAsync();
        var (browser, reason) = await Chromium.OpenAsync(playwright);
        if (browser is null)
        {
            Console.WriteLine(reason);
            return;
        }

        await using var close = browser;
        foreach (var line in Lines)
        {
            var (read, used) = (new Times(), new Times());
            for (var i = 0; i < Visits; i++) await VisitAsync(browser, $"{site.Allowed}/widget?service={house.App.Urls.First()}/", line.Down, line.Up, line.RoundTrip, read, used);
            Console.WriteLine($"{line.Name} ({line.Down} kbit/s, {line.RoundTrip} ms), processor at 1/{Slowdown}, {Visits} first visits: greeting can be read after {read}; chat can be used after {used}");
        }
    }

    private static async Task VisitAsync(IBrowser browser, string page, int down, int up, int roundTrip, Times read, Times used)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true });
        var tab = await context.NewPageAsync();
        var tools = await context.NewCDPSessionAsync(tab);
        await tools.SendAsync("Network.enable");
        await tools.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = roundTrip, ["downloadThroughput"] = down * 1000 / 8, ["uploadThroughput"] = up * 1000 / 8,
        });
        await tools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = Slowdown });
        await tab.GotoAsync(page);
        var button = tab.GetByRole(AriaRole.Button, new() { Name = "Chat with us" });
        await button.WaitForAsync();
        var chat = tab.FrameLocator("iframe");
        var tapped = Stopwatch.GetTimestamp();
        await button.TapAsync();
        await chat.GetByText("automated assistant of").First.WaitForAsync();
        read.Add(tapped);
        await chat.Locator("button.webchat__suggested-action").First.WaitForAsync(new() { Timeout = 60_000 });
        used.Add(tapped);
    }
}
