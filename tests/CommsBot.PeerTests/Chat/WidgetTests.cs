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
        Assert.Equal([$"{fixture.Service.Address}widget.js"], requests.Where(url => url.StartsWith(fixture.Service.Address.ToString())));
        Assert.Equal("rgb(122, 31, 92)", await launcher.EvaluateAsync<string>("button => getComputedStyle(button).backgroundColor"));

        await launcher.ClickAsync();
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SeesAsync("automated assistant");
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        Assert.Equal("#7a1f5c", await chat.Find("html").EvaluateAsync<string>("page => getComputedStyle(page).getPropertyValue('--strong')"));
        Assert.All(visitor.Complaints, complaint => Assert.Contains("the website is broken", complaint));

        await visitor.Page.ReloadAsync();
        await launcher.ClickAsync();
        await chat.SeesAsync("CRPS is short for");
        await Expect(chat.Messages).ToHaveCountAsync(3);
    }

    [SkippableFact]
    public async Task Scripts_that_break_before_and_after_it_and_break_the_language_itself_do_not_reach_it()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/rough?service={fixture.Service.Address}");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" }).ClickAsync();
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        await chat.SendBox.PressAsync("Escape");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" })).ToBeFocusedAsync();
        Assert.All(visitor.Complaints, complaint => Assert.Contains("the website is broken", complaint));
    }

    [SkippableFact]
    public async Task With_the_keyboard_open_the_chat_keeps_to_what_can_be_seen_of_a_phone()
    {
        await using var visitor = await fixture.VisitAsync(390, 844);
        await visitor.Page.AddInitScriptAsync("""
            if (window === top) {
                window.seen = Object.assign(new EventTarget(), { height: 844, offsetTop: 0, scale: 1 });
                Object.defineProperty(window, 'visualViewport', { value: seen });
            }
            """);
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" }).ClickAsync();
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SeesAsync("automated assistant");

        Assert.Equal((0, 60, 390, 430), await PanelAsync("Object.assign(seen, { height: 430, offsetTop: 60 }).dispatchEvent(new Event('scroll'))"));
        foreach (var part in new[] { chat.SendBox, chat.Find("#end"), chat.Find(".notice") })
        {
            var box = (await part.BoundingBoxAsync())!;
            Assert.True(box.Y >= 60 && box.Y + box.Height <= 490, $"{box.Y} to {box.Y + box.Height}");
        }

        Assert.True((await chat.Find("#chat").BoundingBoxAsync())!.Height >= 240, "the conversation has room");
        Assert.Equal((0, 0, 390, 844), await PanelAsync("Object.assign(seen, { height: 300, scale: 2 }).dispatchEvent(new Event('resize'))"));

        async Task<(float, float, float, float)> PanelAsync(string script)
        {
            await visitor.Page.EvaluateAsync(script);
            var panel = (await visitor.Page.GetByRole(AriaRole.Dialog).First.BoundingBoxAsync())!;
            return (panel.X, panel.Y, panel.Width, panel.Height);
        }
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
    public async Task A_website_that_frames_the_chat_without_the_button_learns_nothing()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.AddInitScriptAsync("if (window === top) { window.heard = []; addEventListener('message', m => heard.push(JSON.stringify(m.data))); }");
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/frame?service={fixture.Service.Address}");
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>("heard"));
    }

    [SkippableFact]
    public async Task What_came_while_it_was_closed_stands_on_the_button()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" }).ClickAsync();
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        await chat.SeesAsync("automated assistant");
        await chat.TapAsync("Talk to a person");
        await chat.SeesAsync("911");
        await Expect(chat.Messages).ToHaveCountAsync(3);
        await chat.SendBox.PressAsync("Escape");
        await fixture.StaffSaysAsync(await visitor.Page.Frames[1].EvaluateAsync<string>("JSON.parse(sessionStorage.getItem('commsbot.mind-balance')).conversationId"), "Good morning.");
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
