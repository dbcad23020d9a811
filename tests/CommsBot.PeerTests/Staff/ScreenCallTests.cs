using CommsBot.PeerTests.Chat;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>A call about a health screen, from the list of calls and from its ticket.</summary>
[Collection(AtTheDesk.Name)]
public sealed class ScreenCallTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    [SkippableTheory, MemberData(nameof(StaffDayTests.Widths), MemberType = typeof(StaffDayTests))]
    public async Task The_list_says_what_to_ask_offers_only_its_answers_and_a_nurse_needed_is_a_call_of_its_own(int width, int height)
    {
        var name = $"Noa{(width > 800 ? "Wide" : "Slim")}";
        await desk.BookAsync($"screen-{width}", "2027-03-10T09:00:00-06:00", $"+1713557{width:0000}", name);
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.GoAsync("nav-calls", "Calls to make");
        var call = alex.Find("call").Filter(new() { HasText = name });
        await Expect(call).ToContainTextAsync("Do you use medicine for diabetes, weight loss, blood pressure, sleep or anxiety?");
        await Expect(call.Locator("[data-test=call-done]")).ToHaveTextAsync(
            ["Health screen: none of these", "Health screen: nurse needed", "Fast released by clinician", "Visit moved", "Visit cancelled"]);
        await alex.IsFineAsync();
        await call.GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await Expect(alex.Find("outcome-choice").Locator("option")).ToHaveTextAsync(
            ["Choose", "Health screen: none of these", "Health screen: nurse needed", "Fast released by clinician", "Could not reach", "Visit moved", "Visit cancelled"]);
        await alex.IsFineAsync();

        await alex.Page.GoBackAsync();
        await call.GetByText("Health screen: nurse needed").ClickAsync();
        await Expect(call.Locator(".need")).ToHaveTextAsync(["a nurse must clear the health questions"]);
        await Expect(call.Locator("[data-test=call-done]")).ToHaveTextAsync(["Fast released by clinician", "Visit moved", "Visit cancelled"]);
    }
}
