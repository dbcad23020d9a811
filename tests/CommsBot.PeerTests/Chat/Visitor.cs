using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CommsBot.PeerTests.Chat;

/// <summary>Somebody in front of a browser. What the browser complained about is kept for the asserts.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    public const string Clinic = "mind-balance";

    private readonly Uri _service;

    public Visitor(IBrowserContext context, IPage page, Uri service)
    {
        (Context, Page, _service) = (context, page, service);
        Watch(page);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Errors of scripts, of the content policy and of the network, on all pages of this visitor.</summary>
    public List<string> Complaints { get; } = [];

    public async Task<ChatWindow> OpenChatAsync(string language = "en", IPage? page = null)
    {
        page ??= Page;
        await page.GotoAsync(At($"/webchat?clinic={Clinic}&language={language}"));
        return ChatWindow.On(page);
    }

    public string At(string path) => new Uri(_service, path).ToString();

    public void Watch(IPage page)
    {
        page.PageError += (_, fault) => Complaints.Add(fault);
        page.Console += (_, line) =>
        {
            if (line.Type == "error") Complaints.Add(line.Text);
        };
    }

    /// <summary>axe finds nothing on the page as it stands now. With COMMSBOT_SHOTS naming a folder, what it looks like is kept there.</summary>
    public async Task IsAccessibleAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("COMMSBOT_SHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{Page.ViewportSize!.Width}.png") });
        var found = await Page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
