using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Chat;

/// <summary>What a patient sees and does in Web Chat, on the page itself or in a frame.</summary>
internal sealed class ChatWindow(Func<string, ILocator> find)
{
    /// <summary>Longer than the 3 to 15 s a client waits before it connects again.</summary>
    public const int Patience = 60_000;

    /// <summary>Whether the build fetched Web Chat; without it there is no window to test.</summary>
    public static bool IsHere { get; set; }

    public static ChatWindow On(IPage page) => Fetched(new(selector => page.Locator(selector)));

    public static ChatWindow In(IFrameLocator frame) => Fetched(new(selector => frame.Locator(selector)));

    public ILocator Messages => find(".webchat__bubble__content");

    public ILocator SendBox => find("textarea[data-id='webchat-sendbox-input']");

    public ILocator SendButton => find(".webchat__send-button");

    public ILocator Trouble => find("#trouble");

    public ILocator Find(string selector) => find(selector);

    public async Task SayAsync(string text)
    {
        await SendBox.FillAsync(text);
        await SendBox.PressAsync("Enter");
    }

    public Task TapAsync(string label) => find($"button.webchat__suggested-action:has-text(\"{label}\")").ClickAsync();

    public Task SeesAsync(string words) => Expect(Messages.Filter(new() { HasText = words }).Last).ToBeVisibleAsync(new() { Timeout = Patience });

    public async Task SeesSourceAsync(string name) =>
        await Expect(find(".webchat__link-definitions__list-item-text").Filter(new() { HasText = name }).Last).ToBeVisibleAsync(new() { Timeout = Patience });

    private static ChatWindow Fetched(ChatWindow window)
    {
        Skip.IfNot(IsHere, "This build had no network: Web Chat was not fetched.");
        return window;
    }
}
