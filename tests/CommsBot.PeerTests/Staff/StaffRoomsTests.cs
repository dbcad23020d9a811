using System.Text.RegularExpressions;
using CommsBot.Patients;
using CommsBot.PeerTests.Chat;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>The content room, rights, lock, audit log and figures in Chromium, on a desk and on a phone.</summary>
[Collection(InTheRooms.Name)]
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

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task Protocols_and_fixed_wording_stand_with_their_sources(int width, int height)
    {
        await using var kim = await desk.ColleagueAsync(browser, "Kim Cole", width: width, height: height);
        await kim.GoAsync("nav-content", "Content room");
        await kim.Find("kind").SelectOptionAsync("Protocol");
        await kim.Find("content-item").Filter(new() { HasText = "Infusion visit" }).First.Locator("a").ClickAsync();
        await Expect(kim.Find("sources")).ToContainTextAsync("ASA fasting guideline update");
        await Expect(kim.Find("content-text")).ToContainTextAsync("teachBack.ask: ");
        await kim.IsFineAsync();
        await kim.Page.GotoAsync(kim.Visitor.At("/staff/content/es/safety/crisis"));
        await Expect(kim.Find("sources").Locator("a")).ToHaveAttributeAsync("href", "https://988lifeline.org");
        await Expect(kim.Find("recall")).ToHaveCountAsync(0);
        await kim.IsFineAsync();
    }

    [SkippableFact]
    public async Task A_draft_for_an_unanswered_question_holds_no_sentence_of_the_patient()
    {
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("can you fix my carburetor");
        await using var alex = await desk.AlexAsync(browser);
        await alex.Page.GotoAsync(alex.Visitor.At("/staff/questions"));
        var question = alex.Find("question").Filter(new() { HasText = "can you fix my carburetor" });
        await Expect(question).ToBeVisibleAsync();
        await alex.IsFineAsync();
        var download = await alex.Page.RunAndWaitForDownloadAsync(() => question.Locator("[data-test=draft]").ClickAsync());
        Assert.Equal("answer-draft.md", download.SuggestedFilename);
        var draft = await File.ReadAllTextAsync((await download.PathAsync())!);
        Assert.Contains("asks: []", draft);
        Assert.DoesNotContain("carburetor", draft);
        Assert.DoesNotContain("can you fix", draft);
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

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_visit_is_booked_moved_and_cancelled_at_the_desk_and_a_caregiver_recorded(int width, int height)
    {
        var (name, phone) = width > 800 ? ("Wilma Wide", "713-555-0611") : ("Selma Slim", "713-555-0621");
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.GoAsync("nav-patients", "Patients");
        await alex.Find("new-visit").ClickAsync();
        await Expect(alex.Page.Locator("h1")).ToHaveTextAsync("New visit");
        await alex.Find("visit-phone").FillAsync("800-555-0199");
        await alex.Find("visit-day").FillAsync("2027-03-01");
        await alex.Find("visit-time").FillAsync("09:00");
        await alex.Find("visit-save").ClickAsync();
        await Expect(alex.Find("visit-faults")).ToContainTextAsync("First name is missing.");
        await Expect(alex.Find("visit-faults")).ToContainTextAsync("Phone is no US number that can receive texts.");
        await alex.Find("visit-first").FillAsync(name.Split(' ')[0]);
        await alex.Find("visit-last").FillAsync(name.Split(' ')[1]);
        await alex.Find("visit-phone").FillAsync(phone);
        await alex.Find("visit-save").ClickAsync();
        await Expect(alex.Find("visit-faults")).ToContainTextAsync("Day and time lies in the past; a booked visit must lie ahead.");
        await alex.IsFineAsync();
        await alex.Find("visit-day").FillAsync("2027-04-20");
        await alex.Find("visit-consent").FillAsync("Yes, you may text me about my visits.");
        await alex.Find("visit-save").ClickAsync();
        await Expect(alex.Find("visit-saved")).ToBeVisibleAsync();

        await alex.GoAsync("nav-patients", "Patients");
        await alex.Find("patient-row").Filter(new() { HasText = name }).Locator("a").ClickAsync();
        await Expect(alex.Find("patient-name")).ToHaveTextAsync(name);
        await alex.Find("visit-change").ClickAsync();
        await Expect(alex.Find("visit-phone")).ToHaveValueAsync(new Regex("71355506"));
        await alex.Find("visit-time").FillAsync("13:30");
        await alex.Find("visit-save").ClickAsync();
        await Expect(alex.Find("visit-said")).ToContainTextAsync("The visit is moved.");
        await Expect(alex.Find("visits")).ToContainTextAsync("1:30 PM");

        await alex.Find("add-caregiver").ClickAsync();
        await alex.Find("care-name").FillAsync("Rosa Wide");
        await alex.Find("care-phone").FillAsync(phone.Replace("06", "07"));
        await alex.Find("care-relation").FillAsync("daughter");
        await alex.Find("care-proof").FillAsync("Signed form, seen today");
        await alex.Find("save-caregiver").ClickAsync();
        await Expect(alex.Find("caregiver-refused")).ToHaveTextAsync("Choose what this person may do.");
        await alex.Find("care-facts").CheckAsync();
        await alex.Find("save-caregiver").ClickAsync();
        await Expect(alex.Find("caregiver")).ToContainTextAsync("Rosa Wide (daughter)");
        await ScoresAsync(phone, 2, 8, 4);
        await alex.Page.ReloadAsync();
        await Expect(alex.Find("check-ins")).ToContainTextAsync("8 of 10");
        await Expect(alex.Find("trend").Locator("rect")).ToHaveCountAsync(3);
        await alex.IsFineAsync();
        await alex.Find("end-caregiver").ClickAsync();
        await Expect(alex.Find("caregiver")).ToContainTextAsync("Ended");
        await alex.Find("visit-cancel").ClickAsync();
        await alex.Find("visit-cancel-yes").ClickAsync();
        await Expect(alex.Find("visits")).ToContainTextAsync("cancelled");
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task Closing_the_clinic_shows_who_reads_what_before_anybody_is_told(int width, int height)
    {
        var day = width > 800 ? "2027-05-04" : "2027-05-05";
        await desk.BookAsync($"storm-{width}", $"{day}T09:00:00-05:00", $"713-555-{(width > 800 ? "0631" : "0632")}");
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.GoAsync("nav-board", "Visits of the next 7 days");
        await alex.GoAsync("nav-closures", "Close the clinic");
        await alex.Find("closure-from").FillAsync($"{day}T10:00");
        await alex.Find("closure-until").FillAsync($"{day}T08:00");
        await alex.Find("closure-preview").ClickAsync();
        await Expect(alex.Find("closure-refused")).ToHaveTextAsync("The end must come after the beginning.");
        await alex.Find("closure-from").FillAsync($"{day}T06:00");
        await alex.Find("closure-until").FillAsync($"{day}T12:00");
        await alex.Find("closure-preview").ClickAsync();
        await Expect(alex.Find("closure-visit")).ToContainTextAsync("Your visit at 9:00 AM will not take place. You may eat and drink as usual.");
        await alex.IsFineAsync();
        await alex.Find("closure-close").ClickAsync();
        await Expect(alex.Find("closure-said")).ToContainTextAsync("Told by text: 1.");
        await alex.Find("closure").Filter(new() { HasText = day.EndsWith('4') ? "May 4" : "May 5" }).Locator("[data-test=closure-reopen]").ClickAsync();
        await Expect(alex.Find("closure-said")).ToContainTextAsync("Open again.");
        await alex.IsFineAsync();
    }

    private Task ScoresAsync(string phone, params int[] scores) => desk.Service.App.Services.GetRequiredService<ClinicStore>().Write(async db =>
    {
        var hash = db.Cipher.LookUpHash(PhoneNumber.Parse(phone).E164);
        var patient = await db.Patients.SingleAsync(p => p.PhoneHash == hash);
        foreach (var (score, at) in scores.Select((score, at) => (score, at)))
            db.CheckIns.Add(new CheckInAnswer { ClinicId = Visitor.Clinic, PatientId = patient.Id, AppointmentId = "earlier", Score = $"{score}", Symptoms = "no", At = DateTimeOffset.UnixEpoch.AddDays(20_000 + at) });
    });

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
        await ora.Find("audit-what").FillAsync("queue.read");
        await ora.Find("audit-what").BlurAsync();
        await Expect(ora.Find("audit-row").First).ToContainTextAsync("handoff-");
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
        await Expect(alex.Find("chart")).ToHaveCountAsync(13);
        await Expect(alex.Find("helped").First).ToHaveTextAsync(new Regex("^0 of [12]$"));
        await alex.IsFineAsync();
        var download = await alex.Page.RunAndWaitForDownloadAsync(() => alex.Find("figures-file").ClickAsync());
        await alex.Page.GotoAsync(alex.Visitor.At("/staff/questions"));
        await Expect(alex.Find("badly-rated").First).ToContainTextAsync("did not help");
        Assert.Matches("\"mind-balance\"|\"Mind Balance", await File.ReadAllTextAsync((await download.PathAsync())!));
    }
}
