using System.Text.RegularExpressions;
using CommsBot.PeerTests.Chat;
using CommsBot.Staff;
using CommsBot.Staff.SignIn;
using CommsBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>A staff member in front of the console.</summary>
internal sealed class Desk(Visitor visitor) : IAsyncDisposable
{
    public Visitor Visitor => visitor;
    public IPage Page => visitor.Page;

    public ILocator Find(string test) => Page.Locator($"[data-test='{test}']");

    public ILocator Row(Line patient) => Page.Locator($"[data-conversation='{patient.Conversation}']");

    public async Task OpenAsync(Line patient)
    {
        await Row(patient).Locator("a").ClickAsync();
        await Expect(Find("ticket-title")).ToBeVisibleAsync();
    }

    public async Task GoAsync(string nav, string heading)
    {
        await Find(nav).ClickAsync();
        await Expect(Page.Locator("h1")).ToHaveTextAsync(heading);
    }

    /// <summary>Turns the alerts on in a browser that allows them and notes what they say.</summary>
    public async Task HearAsync()
    {
        await Page.AddInitScriptAsync("""
            window.Notification = class { static permission = 'granted'; static requestPermission() { return Promise.resolve('granted'); } constructor(title, more) { document.documentElement.dataset.told += `${title}: ${more.body};`; } };
            """);
        await Page.ReloadAsync();
        await Find("alerts").ClickAsync();
        await Expect(Find("alerts")).ToHaveTextAsync("Alerts on");
    }

    public Task RangAsync(string words) => Expect(Page.Locator("html")).ToHaveAttributeAsync("data-told", new Regex(Regex.Escape(words)));

    public Task KeyAsync(string key) => Page.Keyboard.PressAsync(key);

    public Task WriteAsync(string text) => Find("reply").FillAsync(text);

    public async Task SayAsync(string text)
    {
        await WriteAsync(text);
        await Find("send").ClickAsync();
        await Expect(Find("entry").Last).ToContainTextAsync(text);
    }

    /// <summary>axe finds nothing and nothing is wider than the screen.</summary>
    public async Task IsFineAsync()
    {
        await visitor.IsAccessibleAsync($"staff-{(new Uri(Page.Url).AbsolutePath.Split('/') is [_, _, var page, ..] ? page : "queue")}");
        Assert.False(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{Page.Url} is wider than its screen");
    }

    public ValueTask DisposeAsync() => visitor.DisposeAsync();
}
