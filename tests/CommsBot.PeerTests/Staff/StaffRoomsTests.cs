using System.Text.RegularExpressions;
using CommsBot.PeerTests.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>The content room, rights, lock, audit log and figures in Chromium, on a desk and on a phone.</summary>
[Collection(Browsing.Name)]
public sealed class StaffRoomsTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    public static TheoryData<int, int> Widths => new() { { 1280, 800 }, { 390, 844 } };

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_clinician_approves_returns_and_recalls_and_a_recalled_answer_is_not_said_again(int width, int height)
    {
        var (id, question) = width > 800 ? ("what-is-crps", "What is CRPS?") : ("what-to-wear-bring", "what should i wear");
        using var patient = await desk.PatientAsync();
        await patient.SayAsync(question);
        Assert.Equal("answered", (await patient.OutcomesAsync(2))[^1]);
        await using var alex = await desk.AlexAsync(browser, width, height);
        await using var kim = await desk.ColleagueAsync(browser, "Kim Cole", width: width, height: height);
        await kim.GoAsync("nav-content", "Content room");
        await kim.IsFineAsync();
        await kim.Page.GotoAsync(kim.Visitor.At($"/staff/content/en/{id}"));
        await Expect(kim.Find("content-state")).ToHaveTextAsync("Never approved");
        await Expect(kim.Find("sources").Locator("li").First).ToBeVisibleAsync();
        await kim.Find("until").FillAsync("2027-09-01");
        await kim.Find("approve").ClickAsync();
        await Expect(kim.Find("content-state")).ToHaveTextAsync("Approved by Kim Cole until Sep 1, 2027");
        await Expect(kim.Find("evaluation")).ToContainTextAsync("evaluation questions in English");
        await kim.Find("reason").FillAsync("Say it in fewer words.");
        await kim.Find("return").ClickAsync();
        await Expect(kim.Find("content-state")).ToContainTextAsync("Returned by Kim Cole: Say it in fewer words.");
        await kim.IsFineAsync();

        await alex.Page.GotoAsync(alex.Visitor.At($"/staff/content/en/{id}"));
        await Expect(alex.Find("not-clinician")).ToBeVisibleAsync();
        await Expect(alex.Find("approve")).ToHaveCountAsync(0);

        await kim.Find("reason").FillAsync("A number in it is wrong.");
        await kim.Find("recall").ClickAsync();
        await Expect(kim.Find("content-state")).ToHaveTextAsync("Recalled by Kim Cole: A number in it is wrong.");
        await Expect(kim.Find("receivers")).ToContainTextAsync("Website visitor");
        await Expect(alex.Page.Locator("h1")).ToBeVisibleAsync();
        await alex.GoAsync("nav-calls", "Calls to make");
        await Expect(alex.Find("call").Filter(new() { HasText = "Correct what the patient read" }).First).ToContainTextAsync("A number in it is wrong.");
        await patient.SayAsync(question);
        Assert.NotEqual("answered", (await patient.OutcomesAsync(3))[^1]);
    }

    [SkippableFact]
    public async Task A_draft_for_an_unanswered_question_holds_no_sentence_of_the_patient()
    {
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("do you treat dogs");
        await using var alex = await desk.AlexAsync(browser);
        await alex.Page.GotoAsync(alex.Visitor.At("/staff/questions"));
        var question = alex.Find("question").Filter(new() { HasText = "do you treat dogs" });
        await Expect(question).ToBeVisibleAsync();
        await alex.IsFineAsync();
        var download = await alex.Page.RunAndWaitForDownloadAsync(() => question.Locator("[data-test=draft]").ClickAsync());
        Assert.Equal("answer-draft.md", download.SuggestedFilename);
        var draft = await File.ReadAllTextAsync((await download.PathAsync())!);
        Assert.Contains("asks: []", draft);
        Assert.DoesNotContain("dogs", draft);
        Assert.DoesNotContain("do you treat", draft);
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task An_administrator_invites_changes_and_disables_and_the_disabled_console_closes(int width, int height)
    {
        var name = width > 800 ? "Rosa Wide" : "Rosa Slim";
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.GoAsync("nav-people", "Staff");
        await alex.Find("new-name").FillAsync(name);
        await alex.Find("new-role").SelectOptionAsync("clinician");
        await alex.Find("invite").ClickAsync();
        var link = await alex.Find("invitation").Locator("code").InnerTextAsync();
        await alex.IsFineAsync();

        await using var rosa = new Desk(await browser.VisitAsync(width, height, desk.Service));
        await rosa.Page.GotoAsync(link);
        await rosa.IsFineAsync();
        await rosa.Find("password").FillAsync("a long password of rosa");
        await rosa.Find("accept").ClickAsync();
        await rosa.Find("name").FillAsync(name);
        await rosa.Find("password").FillAsync("a long password of rosa");
        await rosa.Find("sign-in").ClickAsync();
        await Expect(rosa.Find("who")).ToHaveTextAsync(name);
        await rosa.Page.GotoAsync(rosa.Visitor.At("/staff/people"));
        await Expect(rosa.Page.Locator("h1")).ToHaveTextAsync("Queue");

        await alex.Find("person").Filter(new() { HasText = name }).Locator("[data-test=disable]").ClickAsync();
        await Expect(alex.Find("person").Filter(new() { HasText = name }).Locator("[data-test=sign-in-state]")).ToHaveTextAsync("disabled");
        await Expect(rosa.Find("sign-in-form")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [SkippableFact]
    public async Task An_auditor_sees_the_log_and_no_patient()
    {
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await using var alex = await desk.AlexAsync(browser);
        await alex.OpenAsync(patient);
        await using var ora = await desk.ColleagueAsync(browser, "Ora Bell", "auditor");
        await Expect(ora.Page.Locator("h1")).ToHaveTextAsync("Audit log");
        await Expect(ora.Find("nav-queue")).ToHaveCountAsync(0);
        await ora.Find("audit-what").FillAsync("handoff.read");
        await ora.Find("audit-what").BlurAsync();
        await Expect(ora.Find("audit-row").First).ToContainTextAsync("Alex Rivera");
        await ora.Find("verify").ClickAsync();
        await Expect(ora.Find("verdict")).ToHaveTextAsync(new Regex("^Sound up to event "));
        await ora.IsFineAsync();
        foreach (var page in new[] { "", "/live", "/calls", "/patients", "/today", "/board" })
        {
            await ora.Page.GotoAsync(ora.Visitor.At($"/staff{page}"));
            await Expect(ora.Page.Locator("h1")).ToHaveTextAsync("Audit log");
        }
    }

    [SkippableFact]
    public async Task An_idle_screen_locks_and_keeps_the_draft()
    {
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await using var lee = await desk.ColleagueAsync(browser, "Lee Park");
        await lee.OpenAsync(patient);
        await lee.WriteAsync("Half a sent");
        await lee.Page.EvaluateAsync("localStorage.setItem('commsbot-used', Date.now() - 11 * 60000)");
        await Expect(lee.Find("note")).ToHaveTextAsync("The screen was locked because nobody used it. What you typed is kept.");
        await lee.IsFineAsync();
        await Expect(lee.Find("name")).ToHaveValueAsync("Lee Park");
        await lee.Page.GotoAsync(lee.Visitor.At("/staff"));
        await Expect(lee.Find("sign-in-form")).ToBeVisibleAsync();
        await desk.SignInAsync(lee.Visitor);
        await Expect(lee.Find("ticket-title")).ToBeVisibleAsync();
        await Expect(lee.Find("reply")).ToHaveValueAsync("Half a sent");
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task The_figures_count_what_happened_and_come_as_a_file(int width, int height)
    {
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        using var asker = await desk.PatientAsync();
        await asker.SayAsync("What is ketamine?");
        await asker.OutcomesAsync(2);
        await asker.SayAsync("That did not help");
        await asker.SeesAsync("I'm sorry this did not help. Would you like a person to answer?");
        await using var alex = await desk.AlexAsync(browser, width, height);
        await Expect(alex.Row(patient)).ToBeVisibleAsync();
        await alex.GoAsync("nav-figures", "Figures of the last 30 days");
        await Expect(alex.Find("day").First.Locator("[data-label='Handed over']")).ToHaveTextAsync(new Regex(@"^[1-9]\d* \([1-9]\d* waiting\)$"));
        await Expect(alex.Find("chart")).ToHaveCountAsync(6);
        await Expect(alex.Find("helped").First).ToHaveTextAsync(new Regex("^0 of [12]$"));
        await alex.IsFineAsync();
        var download = await alex.Page.RunAndWaitForDownloadAsync(() => alex.Find("figures-file").ClickAsync());
        await alex.Page.GotoAsync(alex.Visitor.At("/staff/questions"));
        await Expect(alex.Find("badly-rated").First).ToContainTextAsync("did not help");
        Assert.Matches("\"mind-balance\"|\"Mind Balance", await File.ReadAllTextAsync((await download.PathAsync())!));
    }
}
