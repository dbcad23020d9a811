using System.IO.Compression;
using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Chat;

/// <summary>The button on somebody else's website.</summary>
[Collection(Browsing.Name)]
public sealed class WidgetTests(BrowserFixture fixture)
{
    private const int Kilobyte = 1024;

    [SkippableFact]
    public async Task On_a_strict_and_broken_website_the_button_opens_the_chat()
    {
        await using var visitor = await fixture.VisitAsync();
        var requests = new List<string>();
        visitor.Page.Request += (_, request) => requests.Add(request.Url);
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        var launcher = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" });
        await Expect(launcher).ToBeVisibleAsync();
        Assert.DoesNotContain(requests, url => url.Contains("/webchat"));

        await launcher.ClickAsync();
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SeesAsync("automated assistant");
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        Assert.All(visitor.Complaints, complaint => Assert.Contains("the website is broken", complaint));
    }

    [SkippableFact]
    public async Task Escape_closes_and_the_focus_returns_to_the_button()
    {
        await using var visitor = await fixture.VisitAsync(390, 844);
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        var launcher = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" });
        await launcher.FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SeesAsync("automated assistant");
        var panel = (await visitor.Page.GetByRole(AriaRole.Dialog).First.BoundingBoxAsync())!;
        Assert.Equal((0, 0, 390, 844), (panel.X, panel.Y, panel.Width, panel.Height));
        await chat.SendBox.PressAsync("Escape");
        await Expect(launcher).ToBeFocusedAsync();
    }

    [SkippableFact]
    public async Task The_website_learns_a_number_and_nothing_else()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.AddInitScriptAsync("if (window === top) { window.heard = []; addEventListener('message', m => heard.push(JSON.stringify(m.data))); }");
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        var launcher = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" });
        await launcher.ClickAsync();
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        var heard = await visitor.Page.EvaluateAsync<string[]>("heard");
        Assert.Equal(["""{"commsbot":"count","count":1}""", """{"commsbot":"count","count":2}"""], heard);
        Assert.Equal("", await visitor.Page.EvaluateAsync<string>("document.cookie + JSON.stringify(localStorage).replace('{}', '') + JSON.stringify(sessionStorage).replace('{}', '')"));
    }

    [SkippableFact]
    public async Task What_came_while_it_was_closed_stands_on_the_button()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" }).ClickAsync();
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SeesAsync("automated assistant");
        await chat.SendBox.PressAsync("Escape");
        await visitor.Page.Frames[1].EvaluateAsync("parent.postMessage({ commsbot: 'count', count: 3 }, '*')");
        var launcher = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us New messages: 2" });
        await launcher.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Close chat" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us", Exact = true })).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_website_that_is_not_allowed_cannot_embed_the_chat()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.GotoAsync($"{fixture.Foreign.NotAllowed}/frame?service={fixture.Service.Address}");
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Contains(visitor.Complaints, complaint => complaint.Contains("frame-ancestors"));
        await Expect(visitor.Page.FrameLocator("iframe").Locator("#chat")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_token_asked_for_by_a_foreign_website_is_refused()
    {
        using var client = new HttpClient { BaseAddress = fixture.Service.Address };
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/api/webchat/token") { Content = new StringContent("{}", null, "application/json") };
        asked.Headers.Add("Origin", fixture.Foreign.NotAllowed);
        using var answer = await client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_button_weighs_less_than_five_kilobytes()
    {
        using var client = new HttpClient { BaseAddress = fixture.Service.Address };
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var packed = await client.GetByteArrayAsync("/widget.js");
        using var plain = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress));
        Assert.Contains("\"es\":{\"chat\":\"Chat\"", await plain.ReadToEndAsync());
        Assert.InRange(packed.Length, 1, 5 * Kilobyte);
    }
}
