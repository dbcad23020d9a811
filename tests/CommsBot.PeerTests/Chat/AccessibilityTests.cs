namespace CommsBot.PeerTests.Chat;

/// <summary>axe finds nothing on any page a visitor meets.</summary>
[Collection(Browsing.Name)]
public sealed class AccessibilityTests(BrowserFixture fixture)
{
    [SkippableTheory]
    [InlineData(1280, 800)]
    [InlineData(320, 640)]
    [InlineData(844, 390)]
    public async Task The_chat_with_an_answer_in_it(int width, int height)
    {
        await using var visitor = await fixture.VisitAsync(width, height);
        var chat = await visitor.OpenChatAsync();
        await chat.SayAsync("What is CRPS?");
        await chat.SeesSourceAsync("Goebel");
        await visitor.IsAccessibleAsync("chat-answer");
    }

    [SkippableFact]
    public async Task The_greeting_in_Spanish_on_a_phone_with_every_choice_wholly_readable()
    {
        await using var visitor = await fixture.VisitAsync(390, 844);
        var chat = await visitor.OpenChatAsync("es");
        await chat.SeesAsync("soy el asistente automático");
        foreach (var choice in await chat.Find("button.webchat__suggested-action").AllAsync())
            Assert.False(await choice.EvaluateAsync<bool>("choice => [choice, ...choice.querySelectorAll('*')].some(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow === 'hidden')"), await choice.InnerTextAsync());
        await visitor.IsAccessibleAsync("chat-greeting-es");
    }

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/simulator/phone")]
    [InlineData("/webchat?clinic=nowhere")]
    public async Task The_other_pages(string path)
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.GotoAsync(visitor.At(path));
        await visitor.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
        await visitor.IsAccessibleAsync("page-" + path.Split('/', '?')[1]);
    }

    [SkippableFact]
    public async Task The_open_widget()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Chat with us" }).ClickAsync();
        await ChatWindow.In(visitor.Page.FrameLocator("iframe")).SeesAsync("automated assistant");
        await visitor.IsAccessibleAsync("widget");
    }
}
