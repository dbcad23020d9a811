using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommsBot.Channels.WebChat.Page;
using CommsBot.PeerTests.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CommsBot.PeerTests.Chat;

/// <summary>One service, one browser and one foreign website for all tests of a collection.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string StaffKey = "staff-key-of-the-peers";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string _reason = "";

    internal Service Service { get; private set; } = null!;

    internal ForeignSite Foreign { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Foreign = await ForeignSite.StartAsync();
        Service = await Service.StartAsync(
            null, $"WebChat:AllowedOrigins:0={Foreign.Allowed}",
            "Api:Keys:0:Name=desk", $"Api:Keys:0:Secret={StaffKey}", "Api:Keys:0:Role=staff", $"Api:Keys:0:Clinics:0={Visitor.Clinic}", "Api:Keys:0:ActsAs=Dana Reed", "Api:Keys:0:Rights=clinician");
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

    /// <summary>A staff member answers in the one open conversation of a visitor.</summary>
    internal async Task StaffSaysAsync(string conversation, string text)
    {
        using var client = new HttpClient { BaseAddress = Service.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", StaffKey);
        var tickets = await client.GetFromJsonAsync<JsonNode>($"/api/handoffs?conversationId={conversation}");
        using var said = await client.PostAsJsonAsync($"/api/handoffs/{tickets!["items"]![0]!["id"]}/messages", new { text });
        said.EnsureSuccessStatusCode();
    }

    /// <summary>A browser of a new visitor: nothing remembered, desktop size unless told otherwise.</summary>
    /// <param name="service">Null: this fixture's own.</param>
    /// <param name="plain">The visitor asked for still pictures and colors of their own.</param>
    /// <param name="address">Of a service in a process of its own.</param>
    internal async Task<Visitor> VisitAsync(int width = 1280, int height = 800, Service? service = null, bool plain = false, Uri? address = null)
    {
        Skip.If(_browser is null, _reason);
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            Locale = "en-US",
            ReducedMotion = plain ? ReducedMotion.Reduce : null,
            ForcedColors = plain ? ForcedColors.Active : null,
        });
        context.SetDefaultTimeout(ChatWindow.Patience);
        Assertions.SetDefaultExpectTimeout(ChatWindow.Patience);
        return new Visitor(context, await context.NewPageAsync(), address ?? (service ?? Service).Address);
    }
}

[CollectionDefinition(Name)]
public sealed class Browsing : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

/// <summary>Three collections run beside each other, each with a browser of its own: in one, five minutes passed with a core idle.</summary>
[CollectionDefinition(Name)]
public sealed class AtTheDesk : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser at the desk";
}

[CollectionDefinition(Name)]
public sealed class InTheRooms : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser in the rooms";
}
