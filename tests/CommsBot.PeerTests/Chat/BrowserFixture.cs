using CommsBot.Channels.WebChat.Page;
using CommsBot.PeerTests.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CommsBot.PeerTests.Chat;

/// <summary>One service, one browser and one foreign website for all tests of the pages.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string _reason = "";

    internal Service Service { get; private set; } = null!;

    internal ForeignSite Foreign { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Foreign = await ForeignSite.StartAsync();
        Service = await Service.StartAsync(null, $"WebChat:AllowedOrigins:0={Foreign.Allowed}");
        ChatWindow.IsHere = Service.App.Services.GetRequiredService<WebChatBundle>().Folder is not null;
        _playwright = await Playwright.CreateAsync();
        (_browser, _reason) = await Chromium.OpenAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Service.DisposeAsync();
        await Foreign.DisposeAsync();
    }

    /// <summary>A browser of a new visitor: nothing remembered, desktop size unless told otherwise.</summary>
    /// <param name="service">Null: this fixture's own.</param>
    internal async Task<Visitor> VisitAsync(int width = 1280, int height = 800, Service? service = null)
    {
        Skip.If(_browser is null, _reason);
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "en-US" });
        context.SetDefaultTimeout(ChatWindow.Patience);
        Assertions.SetDefaultExpectTimeout(ChatWindow.Patience);
        return new Visitor(context, await context.NewPageAsync(), (service ?? Service).Address);
    }
}

[CollectionDefinition(Name)]
public sealed class Browsing : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
