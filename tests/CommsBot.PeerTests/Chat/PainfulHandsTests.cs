using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Chat;

/// <summary>The chat for people whose hands hurt, who dictate, who use a keyboard only, or who need other colors and no motion.</summary>
[Collection(Browsing.Name)]
public sealed class PainfulHandsTests(BrowserFixture fixture)
{
    private const int SmallestTarget = 44;
    private const int MostTaps = 8;

    [SkippableFact]
    public async Task From_the_button_to_a_sent_request_it_takes_eight_taps_and_a_dictated_number_and_every_target_is_large()
    {
        await using var visitor = await fixture.VisitAsync(390, 844);
        await visitor.Page.GotoAsync($"{fixture.Foreign.Allowed}/widget?service={fixture.Service.Address}");
        var chat = ChatWindow.In(visitor.Page.FrameLocator("iframe"));
        var taps = 0;
        await TapAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Chat with us" }), "I’m the automated assistant");
        await TapAsync(Choice("Request an appointment"), "What is your first and last name?");
        await TapAsync(Choice("I'll say it on the phone"), "What phone number can our team reach you at?");
        await chat.SendBox.FocusAsync();
        // What a dictation gives: text, and no keys.
        await visitor.Page.Keyboard.InsertTextAsync("my number is 713-555-0171");
        await TapAsync(chat.SendButton, "Have you been to our clinic before?");
        await TapAsync(Choice("I'm new"), "Which days and times work best for you?");
        await TapAsync(Choice("Any time"), "What would you like to be seen for?");
        await TapAsync(Choice("Skip"), "Here is what I have: (713) 555-0171");
        await TapAsync(Choice("Send it, and call me"), "Our team has your request.");
        Assert.Equal(MostTaps, taps);
        Assert.All(visitor.Complaints, complaint => Assert.Contains("the website is broken", complaint));

        ILocator Choice(string label) => chat.Find($"button.webchat__suggested-action:has-text(\"{label}\")");

        async Task TapAsync(ILocator target, string then)
        {
            await target.ClickAsync();
            taps++;
            await chat.SeesAsync(then);
            await AreLargeAsync(visitor.Page.Locator("[data-commsbot] button:visible"));
            await AreLargeAsync(chat.Find("button:visible:not([tabindex='-1']), a:visible:not(.webchat__bubble__content a)"));
        }
    }

    [SkippableFact]
    public async Task The_question_before_everything_is_cleared_has_large_targets_too()
    {
        await using var visitor = await fixture.VisitAsync(320, 640);
        var chat = await visitor.OpenChatAsync();
        await chat.SeesAsync("automated assistant");
        await visitor.Page.ClickAsync("#end");
        await AreLargeAsync(visitor.Page.Locator("dialog button"));
        await visitor.IsAccessibleAsync("chat-end");
    }

    [SkippableFact]
    public async Task Half_a_sentence_outlives_a_lost_key_a_reload_and_another_language_but_not_its_clearing()
    {
        await using var visitor = await fixture.VisitAsync(390, 844);
        var chat = await visitor.OpenChatAsync();
        await chat.SeesAsync("automated assistant");
        await chat.SendBox.FillAsync("my left hand has been");
        await visitor.Page.ReloadAsync();
        await Expect(chat.SendBox).ToHaveValueAsync("my left hand has been");
        await visitor.Page.ClickAsync("#language");
        await chat.SeesAsync("soy el asistente automático");
        await Expect(chat.SendBox).ToHaveValueAsync("my left hand has been");
        await visitor.Page.ClickAsync("#end");
        await visitor.Page.ClickAsync("dialog button[value=yes]");
        await visitor.Page.ClickAsync("#next");
        await chat.SeesAsync("soy el asistente automático");
        await Expect(chat.SendBox).ToHaveValueAsync("");
        Assert.DoesNotContain("hand", await visitor.Page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"));
    }

    [SkippableFact]
    public async Task A_keyboard_alone_reaches_everything_and_everything_has_a_name()
    {
        await using var visitor = await fixture.VisitAsync();
        var chat = await visitor.OpenChatAsync();
        await chat.SeesAsync("automated assistant");
        var names = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var name = await visitor.Page.EvaluateAsync<string>("(at => at === document.body ? '' : at.ariaLabel || document.getElementById(at.getAttribute('aria-labelledby'))?.textContent || at.innerText || at.title || at.placeholder || `nameless ${at.outerHTML.slice(0, 90)}`)(document.activeElement)");
            names.Add(name);
            if (name == "Request an appointment") break;
            if (name == "Ask about CRPS")
                foreach (var _ in new[] { 1, 2 }) await visitor.Page.Keyboard.PressAsync("ArrowRight");
            if (name == "Ask about CRPS") break;
        }

        Assert.DoesNotContain(names, name => name.StartsWith("nameless", StringComparison.Ordinal));
        Assert.Contains("Español", names);
        Assert.Contains("End and clear", names);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await chat.SeesAsync("What is your first and last name?");
        await chat.SendBox.FocusAsync();
        await visitor.Page.Keyboard.TypeAsync("Ann Lee");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await chat.SeesAsync("What phone number can our team reach you at?");
    }

    [SkippableFact]
    public async Task With_colors_of_the_readers_own_and_no_motion_it_is_whole_and_still()
    {
        await using var visitor = await fixture.VisitAsync(390, 844, plain: true);
        var chat = await visitor.OpenChatAsync();
        await chat.SayAsync("What is CRPS?");
        await chat.SeesAsync("CRPS is short for");
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("document.getAnimations().filter(one => one.playState === 'running').length"));
        var send = chat.SendButton.Locator("svg").First;
        Assert.Equal(
            await visitor.Page.EvaluateAsync<string>("(probe => (probe.style.color = 'ButtonText', document.body.append(probe), getComputedStyle(probe).color))(document.createElement('i'))"),
            await send.EvaluateAsync<string>("icon => getComputedStyle(icon).fill"));
        await visitor.IsAccessibleAsync("chat-plain");
    }

    // What can be hit: the element itself, or what it reaches out with beyond a line of text.
    private static async Task AreLargeAsync(ILocator targets)
    {
        foreach (var target in await targets.AllAsync())
        {
            var size = await target.EvaluateAsync<double[]>("""
                target => {
                    const box = target.getBoundingClientRect(), reach = getComputedStyle(target, '::after');
                    return ['width', 'height'].map(side => Math.max(box[side], reach.position === 'absolute' ? parseFloat(reach[side]) : 0));
                }
                """);
            Assert.True(size.Min() >= SmallestTarget, $"{await target.EvaluateAsync<string>("target => target.outerHTML.slice(0, 200)")}: {size[0]} x {size[1]}");
        }
    }
}
