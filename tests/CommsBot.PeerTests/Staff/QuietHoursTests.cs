using System.Text.RegularExpressions;
using CommsBot.PeerTests.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>Writing to a phone in its owner's night: it is morning at the clinic, five o'clock where the patient is (clinic-day 1).</summary>
[Collection(AtTheDesk.Name)]
public sealed partial class QuietHoursTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    public static TheoryData<int, int> Widths => new() { { 1280, 800 }, { 390, 844 } };

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task The_desk_is_asked_once_with_the_patients_own_hour_and_what_it_decides_holds(int width, int height)
    {
        var (phone, name) = ($"+1713553{width:0000}", $"Nani{(width > 800 ? "Wide" : "Slim")}");
        await desk.BookAsync($"quiet-{width}", "2027-03-25T12:00:00-05:00", phone, name, timeZone: "Pacific/Honolulu");
        await desk.TextAsync(phone, "Can I talk to a person?");
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.Find("ticket").Filter(new() { HasText = name }).Locator("a").ClickAsync();
        await alex.WriteAsync("We have your papers.");
        await alex.Find("send").ClickAsync();
        await Expect(alex.Find("quiet-hours").Locator("p")).ToHaveTextAsync(AsksNow());
        Assert.False(await desk.HasTextAsync(phone, "We have your papers."));
        await alex.Find("quiet-send").ClickAsync();
        await Expect(alex.Find("quiet-hours")).ToHaveCountAsync(0);
        await Expect(alex.Find("entry").Last).ToContainTextAsync("We have your papers.");
        await Expect(alex.Find("entry").Last.Locator("[data-test=delivery]")).ToHaveTextAsync("delivered");
        Assert.True(await desk.HasTextAsync(phone, "We have your papers."));

        await alex.SayAsync("Please call us when you are up.");
        await Expect(alex.Find("quiet-hours")).ToHaveCountAsync(0);

        await alex.Find("later").ClickAsync();
        await alex.WriteAsync("Good night.");
        await alex.Find("later-at").FillAsync("2027-03-10T02:15");
        await alex.Find("send").ClickAsync();
        await Expect(alex.Find("quiet-hours").Locator("p")).ToHaveTextAsync("It will be 10:15 PM for this patient. Keep for then?");
        await alex.Find("quiet-keep").ClickAsync();
        await Expect(alex.Find("reply")).ToHaveValueAsync("Good night.");
        await Expect(alex.Find("later-list")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task By_day_nobody_is_asked()
    {
        await desk.BookAsync("awake", "2027-03-25T12:30:00-05:00", "+17135530001", "NaniDay");
        await desk.TextAsync("+17135530001", "Can I talk to a person?");
        await using var alex = await desk.AlexAsync(browser);
        await alex.Find("ticket").Filter(new() { HasText = "NaniDay" }).Locator("a").ClickAsync();
        await alex.SayAsync("We have your papers.");
        await Expect(alex.Find("quiet-hours")).ToHaveCountAsync(0);
    }

    [GeneratedRegex(@"^It is 5:\d\d AM for this patient\. Send\?$")]
    private static partial Regex AsksNow();
}
