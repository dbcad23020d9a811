using CommsBot.PeerTests.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>The staff console in Chromium beside a patient's chat.</summary>
[Collection(AtTheDesk.Name)]
public sealed class StaffConsoleTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const string Joined = "Alex from our team has joined this chat.";
    private const string HandedBack = "You are back with the automated assistant. Ask me anything, or ask for a person again at any time.";

    private const string HelpQuestion = "Did our team help you?";

    [SkippableFact]
    public async Task A_booking_tapped_in_the_chat_stands_in_the_open_queue_without_a_reload()
    {
        await using var staff = await SignedInAsync();
        await using var visitor = await browser.VisitAsync(390, 844, desk.Service);
        var chat = await visitor.OpenChatAsync();
        await chat.TapAsync("Request an appointment");
        await chat.SeesAsync("What is your first and last name?");
        await chat.SayAsync("Ann Lee");
        await chat.SeesAsync("What phone number");
        await chat.SayAsync("713-555-0142");
        await AnswerAsync(chat, "Have you been to our clinic before?", "I'm new");
        await AnswerAsync(chat, "Which days and times work best for you?", "Weekday mornings");
        await AnswerAsync(chat, "What would you like to be seen for?", "Skip");
        await AnswerAsync(chat, "Shall I send it to our team?", "Send it, and text me");

        var row = Find(staff, "ticket").Filter(new() { HasText = "Ann Lee" });
        await Expect(row.Locator("[data-test=kind]")).ToHaveTextAsync("Booking");
        await Expect(row.Locator(".need")).ToHaveTextAsync("Weekday mornings");
        await Expect(row.Locator("[data-test=claimed-by]")).ToHaveTextAsync("Nobody has it");
        await row.Locator("a").ClickAsync();
        await Expect(Find(staff, "ticket-title")).ToHaveTextAsync("Booking: Ann Lee");
        await Expect(Find(staff, "packet")).ToContainTextAsync("(713) 555-0142");

        await Find(staff, "claim").ClickAsync();
        await chat.SeesAsync(Joined);
        await WriteAsync(staff, "Good morning Ann, <b>Tuesday</b> at ten is free.");
        await chat.SeesAsync("Good morning Ann, <b>Tuesday</b> at ten is free.");
        Assert.Empty(staff.Complaints);
        Assert.Empty(visitor.Complaints);
    }

    [SkippableFact]
    public async Task While_claimed_the_assistant_is_silent_and_closing_hands_the_patient_back()
    {
        await using var staff = await SignedInAsync();
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await OpenAsync(staff, patient);
        await Find(staff, "claim").ClickAsync();
        await patient.SeesAsync(Joined);
        await patient.SayAsync("What is CRPS?");
        await Expect(Find(staff, "entry").Last).ToContainTextAsync("What is CRPS?");
        await WriteAsync(staff, "A doctor explains that best.");
        await patient.SeesAsync("A doctor explains that best.");

        await Find(staff, "outcome-choice").SelectOptionAsync("Answered");
        await Find(staff, "close").ClickAsync();
        var texts = await patient.SeesAsync(HandedBack);
        Assert.Equal([Joined, "What is CRPS?", "A doctor explains that best.", HandedBack], texts.Where(text => text != HelpQuestion).TakeLast(4));
        await patient.SeesAsync(HelpQuestion);
        await Expect(Find(staff, "closed")).ToHaveTextAsync("Closed by Alex Rivera: Answered");
        await patient.SayAsync("What is CRPS?");
        await patient.SeesAsync("CRPS is short for");
    }

    [SkippableFact]
    public async Task A_crisis_stands_on_top_of_the_queue()
    {
        await using var staff = await SignedInAsync();
        using var first = await desk.PatientAsync();
        await first.SayAsync("Can I talk to a person?");
        await Expect(Row(staff, first)).ToBeVisibleAsync();
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("I want to kill myself");

        await Expect(Row(staff, patient)).ToBeVisibleAsync();
        var top = staff.Page.Locator("[data-test^='band-']").First;
        await Expect(top.Locator("h2")).ToContainTextAsync("Crisis and emergency");
        await Expect(Find(staff, "ticket").First.Locator("[data-test=kind]")).ToHaveTextAsync("Crisis");
        Assert.Matches(@"^\([1-9]\d*\) Queue", await staff.Page.TitleAsync());
    }

    [SkippableFact]
    public async Task The_board_shows_a_visit_and_what_the_patient_texted()
    {
        const string phone = "+17135550177";
        await using var staff = await SignedInAsync();
        await desk.BookAsync("board-1", "2027-03-12T09:00:00-06:00", phone);
        await Find(staff, "nav-board").ClickAsync();
        var visit = Find(staff, "visit").Filter(new() { HasText = "Ana Gomez" });
        await Expect(visit.Locator("[data-test=readiness]")).ToHaveTextAsync("not started");
        await Expect(visit.Locator("[data-test=last-reply]")).ToHaveTextAsync("none");

        await desk.AdvanceAsync("01:05:00");
        await desk.TextAsync(phone, "1");
        await Expect(visit.Locator("[data-test=last-reply]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^1 \\(10:0[56] AM\\)$"));
        await Expect(visit.Locator("[data-test=readiness]")).ToHaveTextAsync("on track");
    }

    [SkippableFact]
    public async Task A_link_signs_in_once()
    {
        await using var staff = await SignedInAsync();
        await Expect(Find(staff, "who")).ToHaveTextAsync("Alex Rivera");
        await using var stranger = await browser.VisitAsync(service: desk.Service);
        await stranger.Page.GotoAsync(stranger.At("/staff"));
        await Expect(Find(stranger, "sign-in-form")).ToBeVisibleAsync();
        Assert.Equal(0, await Find(stranger, "ticket").CountAsync());
    }

    [SkippableTheory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task Every_page_is_accessible_and_fits_its_screen(int width, int height)
    {
        await using var staff = await browser.VisitAsync(width, height, desk.Service);
        await staff.Page.GotoAsync(staff.At("/staff/sign-in"));
        await IsFineAsync(staff);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("I want to kill myself");
        await desk.BookAsync("fits-1", "2027-03-12T11:00:00-06:00", "+17135550178");
        await desk.SignInAsync(staff);
        await Expect(Row(staff, patient)).ToBeVisibleAsync();
        await IsFineAsync(staff);
        await OpenAsync(staff, patient);
        await Find(staff, "claim").ClickAsync();
        await Expect(Find(staff, "owner")).ToHaveTextAsync("You have this. The assistant is silent.");
        await Expect(Find(staff, "entry").Last).ToContainTextAsync(Joined);
        await Expect(Find(staff, "transcript")).Not.ToContainTextAsync("**");
        if (width > 800) await Expect(Find(staff, "entry").Last).ToBeInViewportAsync();
        await IsFineAsync(staff);
        await Find(staff, "nav-board").ClickAsync();
        await Expect(Find(staff, "visit").First).ToBeVisibleAsync();
        await IsFineAsync(staff);
        await staff.Page.GotoAsync(staff.At("/staff/sign-out"));
        await IsFineAsync(staff);
    }

    private async Task<Visitor> SignedInAsync()
    {
        var staff = await browser.VisitAsync(service: desk.Service);
        await desk.SignInAsync(staff);
        await Expect(staff.Page.Locator("h1")).ToHaveTextAsync("Queue");
        return staff;
    }

    private static async Task AnswerAsync(ChatWindow chat, string question, string choice)
    {
        await chat.SeesAsync(question);
        await chat.TapAsync(choice);
    }

    private static ILocator Find(Visitor staff, string test) => staff.Page.Locator($"[data-test='{test}']");

    private static ILocator Row(Visitor staff, Line patient) => staff.Page.Locator($"[data-conversation='{patient.Conversation}']");

    private static async Task OpenAsync(Visitor staff, Line patient)
    {
        await Row(staff, patient).Locator("a").ClickAsync();
        await Expect(Find(staff, "ticket-title")).ToBeVisibleAsync();
    }

    private static async Task WriteAsync(Visitor staff, string text)
    {
        await Find(staff, "reply").FillAsync(text);
        await Find(staff, "send").ClickAsync();
    }

    private static async Task IsFineAsync(Visitor staff)
    {
        await staff.IsAccessibleAsync($"staff-{(new Uri(staff.Page.Url).AbsolutePath.Split('/') is [_, _, var page, ..] ? page : "queue")}");
        Assert.False(await staff.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{staff.Page.Url} is wider than its screen");
    }
}
