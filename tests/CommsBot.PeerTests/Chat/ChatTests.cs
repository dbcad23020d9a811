using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Chat;

/// <summary>Web Chat itself in Chromium against the service.</summary>
[Collection(Browsing.Name)]
public sealed class ChatTests(BrowserFixture fixture)
{
    [SkippableFact]
    public async Task The_greeting_comes_first_and_nothing_is_complained_about()
    {
        await using var visitor = await fixture.VisitAsync();
        var chat = await visitor.OpenChatAsync();
        await chat.SeesAsync("I’m the automated assistant of Mind Balance Infusions");
        await Expect(visitor.Page.Locator(".notice")).ToHaveTextAsync("Automated assistant, not a clinician. Emergency: call 911. Crisis: call or text 988.");
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task A_question_gets_its_answer_with_its_source()
    {
        await using var visitor = await fixture.VisitAsync();
        var chat = await visitor.OpenChatAsync();
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for complex regional pain syndrome.");
        await chat.SeesSourceAsync("Goebel et al., 2021, Pain");
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task A_tap_says_what_stands_on_it()
    {
        await using var visitor = await fixture.VisitAsync();
        var chat = await visitor.OpenChatAsync();
        await chat.TapAsync("Request an appointment");
        await chat.SeesAsync("Request an appointment");
        await Expect(chat.Messages).ToHaveCountAsync(3);
    }

    [SkippableFact]
    public async Task A_lost_socket_loses_no_reply()
    {
        await using var visitor = await fixture.VisitAsync();
        var sockets = new List<IWebSocketRoute>();
        await visitor.Page.RouteWebSocketAsync(address => address.Contains("/v3/directline/"), socket =>
        {
            socket.ConnectToServer();
            lock (sockets) sockets.Add(socket);
        });
        var chat = await visitor.OpenChatAsync();
        await chat.SeesAsync("automated assistant");
        await sockets[0].CloseAsync();
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for complex regional pain syndrome.");
        Assert.True(sockets.Count > 1, "it connected again");
    }

    [SkippableFact]
    public async Task A_reload_shows_the_conversation_again_and_goes_on_with_it()
    {
        await using var visitor = await fixture.VisitAsync();
        var chat = await visitor.OpenChatAsync();
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        await visitor.Page.ReloadAsync();
        await chat.SeesAsync("What is CRPS?");
        await Expect(chat.Messages).ToHaveCountAsync(3);
        await chat.SayAsync("thank you");
        await chat.SeesAsync("You are welcome.");
    }

    [SkippableFact]
    public async Task End_and_clear_asks_once_and_leaves_nothing_on_the_device()
    {
        await using var visitor = await fixture.VisitAsync();
        var chat = await visitor.OpenChatAsync();
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        await visitor.Page.ClickAsync("#end");
        await visitor.Page.ClickAsync("dialog button[value=no]");
        await chat.SeesAsync("CRPS is short for");
        await visitor.Page.ClickAsync("#end");
        await visitor.Page.ClickAsync("dialog button[value=yes]");
        await Expect(chat.Trouble).ToContainTextAsync("This chat is cleared from this device.");
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("sessionStorage.length + localStorage.length"));
        await visitor.Page.ClickAsync("#next");
        await chat.SeesAsync("automated assistant");
        await Expect(chat.Messages).ToHaveCountAsync(1);
    }

    [SkippableFact]
    public async Task Spanish_is_one_tap_away()
    {
        await using var visitor = await fixture.VisitAsync(390, 844);
        var chat = await visitor.OpenChatAsync();
        await chat.SeesAsync("automated assistant");
        await visitor.Page.ClickAsync("#language");
        await chat.SeesAsync("soy el asistente automático de Mind Balance Infusions");
        Assert.Equal("es", await visitor.Page.GetAttributeAsync("html", "lang"));
        await Expect(visitor.Page.Locator("#end")).ToHaveTextAsync("Terminar y borrar");
    }

    [SkippableFact]
    public async Task Two_tabs_show_two_conversations_and_neither_reads_the_other()
    {
        await using var visitor = await fixture.VisitAsync();
        var other = await visitor.Context.NewPageAsync();
        var first = await visitor.OpenChatAsync();
        var second = await visitor.OpenChatAsync(page: other);
        await first.SayAsync("What is CRPS?");
        await first.SeesAsync("CRPS is short for");
        await second.SeesAsync("automated assistant");
        await Expect(second.Messages).ToHaveCountAsync(1);
    }

    [SkippableFact]
    public async Task Two_windows_on_one_conversation_both_follow_it()
    {
        await using var visitor = await fixture.VisitAsync();
        var first = await visitor.OpenChatAsync();
        await first.SeesAsync("automated assistant");
        var kept = await visitor.Page.EvaluateAsync<string>("sessionStorage.getItem('commsbot.mind-balance')");
        var other = await visitor.Context.NewPageAsync();
        await other.AddInitScriptAsync($"sessionStorage.setItem('commsbot.mind-balance', {System.Text.Json.JsonSerializer.Serialize(kept)})");
        var second = await visitor.OpenChatAsync(page: other);
        await second.SeesAsync("automated assistant");
        await first.SayAsync("What is CRPS?");
        await second.SeesAsync("CRPS is short for");
        await first.SeesAsync("CRPS is short for");
    }

    [SkippableFact]
    public async Task An_expired_key_is_renewed_and_the_conversation_goes_on()
    {
        await using var visitor = await fixture.VisitAsync();
        var chat = await visitor.OpenChatAsync();
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        var refused = 0;
        await visitor.Page.RouteAsync("**/v3/directline/conversations/**", async route =>
        {
            if (refused++ > 0 || route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            await route.FulfillAsync(new() { Status = 403, ContentType = "application/json", Body = """{"error":{"code":"TokenExpired","message":"Token has expired"}}""" });
        });
        var renewed = visitor.Page.WaitForResponseAsync(answer => answer.Url.EndsWith("/api/webchat/token"));
        await chat.SayAsync("thank you");
        Assert.Equal(200, (await renewed).Status);
        await Expect(chat.SendBox).ToBeEnabledAsync();
        await chat.SayAsync("goodbye");
        await chat.SeesAsync("Take care.");
        await chat.SeesAsync("CRPS is short for");
    }

    [SkippableFact]
    public async Task Without_the_service_the_page_gives_the_numbers_to_call()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.RouteAsync("**/api/webchat/token", route => route.AbortAsync());
        var chat = await visitor.OpenChatAsync();
        await Expect(chat.Trouble).ToContainTextAsync("We can't reach the chat now. What you wrote is kept. Please call us at (281) 555-0120. Emergency: call 911. Crisis: call or text 988.");
        await visitor.Page.UnrouteAsync("**/api/webchat/token");
        await visitor.Page.ClickAsync("#next");
        await chat.SeesAsync("automated assistant");
    }
}
