using System.Text.RegularExpressions;
using CommsBot.PeerTests.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>The journeys of a staff day, on a desk and on a phone, with a colleague at another screen.</summary>
[Collection(AtTheDesk.Name)]
public sealed class StaffDayTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    public static TheoryData<int, int> Widths => new() { { 1280, 800 }, { 390, 844 } };

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_colleague_sees_who_looks_and_types_and_who_took_it(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        await using var lee = await desk.ColleagueAsync(browser, "Lee Park", width: width, height: height);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await alex.OpenAsync(patient);
        await lee.OpenAsync(patient);
        await Expect(alex.Find("onlookers")).ToHaveTextAsync("Lee Park is looking.");
        await lee.Find("reply").PressSequentiallyAsync("Hel");
        await Expect(alex.Find("onlookers")).ToHaveTextAsync("Lee Park is typing.");

        await alex.Find("claim").ClickAsync();
        await Expect(lee.Find("owner")).ToHaveTextAsync("Alex Rivera has this. You can read along.");
        await Expect(lee.Find("reply")).ToHaveCountAsync(0);
        await alex.IsFineAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_website_visitor_is_proven_by_a_code_joined_with_the_patient_and_parted_again(int width, int height)
    {
        var (phone, name) = ($"+1713559{width:0000}", $"Ines{(width > 800 ? "Wide" : "Slim")}");
        await desk.BookAsync($"proof-{width}", "2027-03-25T10:00:00-05:00", phone, name);
        await using var alex = await desk.AlexAsync(browser, width, height);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await alex.OpenAsync(patient);
        await Expect(alex.Find("unverified")).ToHaveTextAsync("Unverified");
        await Expect(alex.Page.Locator("[data-field='Red flags']")).ToContainTextAsync("not given");
        await Expect(alex.Page.Locator("[data-field='Need']").Locator("a")).ToHaveTextAsync(new Regex("^message [12]$"));
        await alex.Find("identity-find").FillAsync(name);
        await alex.Find("identity-who").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await alex.IsFineAsync();
        await alex.Find("send-code").ClickAsync();
        await Expect(alex.Find("code-sent")).ToContainTextAsync("A code was sent at");
        await patient.SeesAsync("you will get a text with a code of 6 numbers");
        await patient.SayAsync(Regex.Match(await desk.TextWithAsync(phone, "type this code there"), @"\b\d{6}\b").Value);
        await patient.SeesAsync("Our team now knows who is writing.");
        await Expect(alex.Find("proven")).ToContainTextAsync($"{name} Gomez, proven by a code (Alex Rivera");
        await Expect(alex.Find("unverified")).ToHaveCountAsync(0);
        await alex.IsFineAsync();

        await alex.Find("identity-undo").ClickAsync();
        await alex.Find("undo-reason").FillAsync("It was her sister.");
        await alex.Find("undo-save").ClickAsync();
        await Expect(alex.Find("identity-state")).ToContainTextAsync("Unverified.");
        await alex.IsFineAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task The_question_in_quiet_hours_and_the_way_to_a_foreign_record_are_accessible(int width, int height)
    {
        var (phone, name) = ($"+1713558{width:0000}", $"Kai{(width > 800 ? "Wide" : "Slim")}");
        await desk.BookAsync($"night-{width}", "2027-03-25T11:00:00-05:00", phone, name, timeZone: "Pacific/Honolulu");
        await desk.TextAsync(phone, "Can I talk to a person?");
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.Find("ticket").Filter(new() { HasText = name }).Locator("a").ClickAsync();
        await alex.WriteAsync("We have your papers.");
        await alex.Find("send").ClickAsync();
        await Expect(alex.Find("quiet-hours")).ToContainTextAsync("for this patient. Send?");
        await alex.IsFineAsync();
        await alex.Find("quiet-keep").ClickAsync();
        await Expect(alex.Find("quiet-hours")).ToHaveCountAsync(0);
        await Expect(alex.Find("reply")).ToHaveValueAsync("We have your papers.");

        await alex.Page.GotoAsync(alex.Visitor.At("/staff/handoffs/handoff-of-another-clinic"));
        await Expect(alex.Find("glass")).ToBeVisibleAsync();
        await alex.IsFineAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_ticket_passes_to_a_colleague_with_a_note_that_names_them(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        await using var lee = await desk.ColleagueAsync(browser, "Lee Park", width: width, height: height);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await alex.OpenAsync(patient);
        await alex.Find("claim").ClickAsync();
        await patient.SeesAsync("Alex from our team has joined this chat.");
        await alex.Find("mention").SelectOptionAsync("Lee Park");
        await Expect(alex.Find("note")).ToHaveValueAsync("@Lee Park ");
        await alex.Find("note").FillAsync("@Lee Park please take this one");
        await alex.Find("add-note").ClickAsync();
        await Expect(lee.Row(patient).Locator("[data-test=mentioned]")).ToHaveTextAsync("Mentions you");

        await alex.Find("colleague").SelectOptionAsync("Lee Park");
        await alex.Find("pass").ClickAsync();
        await patient.SeesAsync("Lee from our team has joined this chat.");
        await Expect(alex.Find("owner")).ToHaveTextAsync("Lee Park has this. You can read along.");
        await Expect(lee.Row(patient).Locator("[data-test=claimed-by]")).ToHaveTextAsync("Yours");
        await lee.OpenAsync(patient);
        await Expect(lee.Find("notes")).ToContainTextAsync("@Lee Park please take this one");
        await lee.Find("back").ClickAsync();
        await Expect(lee.Row(patient)).ToBeVisibleAsync();
        await Expect(lee.Row(patient).Locator("[data-test=mentioned]")).ToHaveCountAsync(0);
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_ticket_put_off_rests_at_the_end_until_the_patient_writes(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await alex.OpenAsync(patient);
        await alex.Find("snooze-choice").SelectOptionAsync("2 hours");
        await alex.Find("snooze").ClickAsync();
        await Expect(alex.Find("snoozed")).ToHaveTextAsync(new Regex("^Put off until "));
        await alex.Find("back").ClickAsync();
        await Expect(alex.Find("band-resting").Locator($"[data-conversation='{patient.Conversation}']")).ToBeVisibleAsync();
        await patient.SayAsync("Can I talk to a person please?");
        await Expect(alex.Find("band-other").Locator($"[data-conversation='{patient.Conversation}']")).ToBeVisibleAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_saved_reply_goes_out_in_the_patients_language_with_the_names_filled_in(int width, int height)
    {
        var phone = $"+1713555{width:0000}";
        var name = $"Sela{(width > 800 ? "Wide" : "Slim")}";
        await desk.BookAsync($"saved-{width}", "2027-03-25T09:00:00-06:00", phone, name);
        await desk.TextAsync(phone, "Can I talk to a person?");
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.Find("ticket").Filter(new() { HasText = name }).Locator("a").ClickAsync();
        await alex.Find("saved").SelectOptionAsync("We will call");
        await Expect(alex.Find("reply")).ToHaveValueAsync($"Hello {name}, this is Alex. We will call you at this number. Please keep your phone close.");
        await alex.Find("send").ClickAsync();
        await Expect(alex.Find("entry").Last).ToContainTextAsync($"Hello {name}, this is Alex.");
        await Expect(alex.Find("entry").Last.Locator("[data-test=delivery]")).ToHaveTextAsync("delivered");
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_message_kept_for_later_can_be_taken_back_and_a_draft_survives_leaving(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await alex.OpenAsync(patient);
        await alex.Find("later").ClickAsync();
        await alex.WriteAsync("We have your papers.");
        await alex.Find("later-at").FillAsync("2027-03-30T09:00");
        await alex.Find("send").ClickAsync();
        await Expect(alex.Find("later-list")).ToContainTextAsync("Tue Mar 30, 9:00 AM, Alex Rivera: We have your papers.");
        await alex.Find("take-back").ClickAsync();
        await Expect(alex.Find("later-list")).ToHaveCountAsync(0);

        await alex.WriteAsync("Half a sent");
        await alex.Find("back").ClickAsync();
        await alex.OpenAsync(patient);
        await Expect(alex.Find("reply")).ToHaveValueAsync("Half a sent");
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task Staff_watch_a_chat_and_take_it_over(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("What is CRPS?");
        await alex.GoAsync("nav-live", "Live chats");
        await alex.IsFineAsync();
        await alex.Row(patient).Locator("a").ClickAsync();
        await Expect(alex.Find("owner")).ToHaveTextAsync("The assistant answers. You are watching; the patient does not see you.");
        await patient.SayAsync("Does it hurt?");
        await Expect(alex.Find("transcript")).ToContainTextAsync("Does it hurt?");
        await alex.IsFineAsync();
        await alex.Find("step-in").ClickAsync();
        await patient.SeesAsync("Alex from our team has joined this chat.");
        await Expect(alex.Find("owner")).ToHaveTextAsync("You have this. The assistant is silent.");
    }

    [SkippableFact]
    public async Task Everything_works_by_keys_alone()
    {
        await using var alex = await desk.AlexAsync(browser);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await Expect(alex.Row(patient)).ToBeVisibleAsync();
        var rows = await alex.Page.Locator("[data-row]").CountAsync();
        for (var i = 0; i < rows && !await alex.Row(patient).Locator("a").EvaluateAsync<bool>("row => row === document.activeElement"); i++) await alex.KeyAsync("j");
        await alex.KeyAsync("Enter");
        await Expect(alex.Find("ticket-title")).ToBeVisibleAsync();
        await alex.KeyAsync("c");
        await Expect(alex.Find("owner")).ToHaveTextAsync("You have this. The assistant is silent.");
        await alex.KeyAsync("r");
        await alex.Page.Keyboard.TypeAsync("Good morning.");
        await alex.KeyAsync("Control+Enter");
        await patient.SeesAsync("Good morning.");
        await alex.Page.EvaluateAsync("document.activeElement.blur()");
        await alex.KeyAsync("?");
        await Expect(alex.Find("key-list")).ToContainTextAsync("Put off");
        await alex.IsFineAsync();
        await alex.Find("keys-work").UncheckAsync();
        // The switch goes by way of the server; the page's own policy forbids waiting for it with a function.
        for (var look = 0; look < 5000 && await alex.Page.EvaluateAsync<string?>("() => localStorage.getItem('commsbot-keys')") != "off"; look++)
        {
        }

        await alex.Page.EvaluateAsync("document.activeElement.blur()");
        await alex.KeyAsync("q");
        await Expect(alex.Find("ticket-title")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_new_ticket_rings_and_notifies_without_a_name()
    {
        await using var alex = await desk.AlexAsync(browser);
        await alex.HearAsync();
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("I want to kill myself");
        await Expect(alex.Row(patient)).ToBeVisibleAsync();
        await alex.RangAsync("CommsBot: Crisis in the queue;");
    }

    [SkippableFact]
    public async Task The_front_desk_sees_that_a_crisis_exists_but_not_its_words()
    {
        await using var dana = await desk.ColleagueAsync(browser, "Dana Reed", "staff");
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("I want to kill myself");
        await Expect(dana.Row(patient)).ToContainTextAsync("Only clinicians read this.");
        await Expect(dana.Page.Locator("body")).Not.ToContainTextAsync("kill myself");
        await dana.OpenAsync(patient);
        await Expect(dana.Find("hidden")).ToBeVisibleAsync();
        await Expect(dana.Page.Locator("body")).Not.ToContainTextAsync("kill myself");
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_booking_request_becomes_a_visit_with_two_clicks(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        await using var lee = await desk.ColleagueAsync(browser, "Lee Park", width: width, height: height);
        using var patient = await desk.PatientAsync();
        foreach (var words in new[] { "I want to make an appointment", $"Nora Quinn{(width > 800 ? "" : " Hall")}", "713-555-0163", "I'm new", "Weekday mornings", "Skip", "Send it, and text me" })
            await patient.SayAsync(words);
        await alex.OpenAsync(patient);
        await Expect(alex.Find("book-name")).ToHaveValueAsync(new Regex("^Nora Quinn"));
        await alex.Find("book-at").FillAsync(width > 800 ? "2027-03-11T09:00" : "2027-03-11T10:00");
        // Somebody new may come for a talk or for an infusion: what they must do before is not guessed.
        await Expect(alex.Find("book-protocol")).ToHaveValueAsync("");
        await alex.Find("book-protocol").SelectOptionAsync("infusion");
        await alex.Find("book-confirmed").ClickAsync();
        await alex.Find("book").ClickAsync();
        await Expect(alex.Find("closed")).ToHaveTextAsync("Closed by Alex Rivera: Booked");
        await Expect(lee.Row(patient)).ToHaveCountAsync(0);
        await lee.GoAsync("nav-board", "Visits of the next 7 days");
        await Expect(lee.Find("visit").Filter(new() { HasText = width > 800 ? "Mar 11, 9:00 AM" : "Mar 11, 10:00 AM" })).ToContainTextAsync("Nora Quinn");
        await lee.GoAsync("nav-patients", "Patients");
        await lee.Find("find").FillAsync(width > 800 ? "quinn" : "hall");
        await lee.Find("patient-row").Filter(new() { HasText = "Nora" }).Locator("a").First.ClickAsync();
        await Expect(lee.Find("consents")).ToContainTextAsync("Told by phone: we text you about your visit");
        await lee.IsFineAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_patient_without_consent_is_called_and_the_colleagues_list_grows_shorter(int width, int height)
    {
        var name = $"Ida{(width > 800 ? "Wide" : "Slim")}";
        await desk.BookAsync($"call-{width}", "2027-03-12T09:00:00-06:00", $"+1713556{width:0000}", name, consent: false);
        await using var alex = await desk.AlexAsync(browser, width, height);
        await using var lee = await desk.ColleagueAsync(browser, "Lee Park", width: width, height: height);
        var row = alex.Find("ticket").Filter(new() { HasText = name });
        await Expect(row.Locator(".need")).ToHaveTextAsync("has not agreed to texts, ask the health questions by phone");
        await row.Locator("a").First.ClickAsync();
        await Expect(alex.Find("packet").Locator("[data-field=Why]")).ToHaveTextAsync("has not agreed to texts, ask the health questions by phone");
        await alex.GoAsync("nav-calls", "Calls to make");
        await lee.GoAsync("nav-calls", "Calls to make");
        var call = alex.Find("call").Filter(new() { HasText = name });
        await Expect(call.Locator(".need").First).ToHaveTextAsync("has not agreed to texts, ask the health questions by phone");
        await Expect(call).ToContainTextAsync("Are you pregnant or sick?");
        await Expect(call.Locator("[data-test=call-phone]")).ToHaveTextAsync(new Regex(@"^\(713\) 556-"));
        await alex.IsFineAsync();
        await call.Locator("[data-test=call-again]").ClickAsync();
        await Expect(lee.Find("call").Filter(new() { HasText = name }).Locator("[data-test=snoozed]")).ToHaveTextAsync(new Regex("^Try again "));
        await Expect(call.GetByText("Number confirmed")).ToHaveCountAsync(0);
        await call.GetByText("Health screen: none of these").ClickAsync();
        await Expect(call).ToContainTextAsync("No food after");
        await call.GetByText("Told in person").ClickAsync();
        await call.GetByLabel("Whom did you tell?").FillAsync("Ida herself");
        await alex.IsFineAsync();
        await call.Locator("[data-test=call-note-save]").ClickAsync();
        await Expect(lee.Find("call").Filter(new() { HasText = name })).ToHaveCountAsync(0);
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task The_today_sheet_holds_the_day_and_the_queue_shows_who_comes(int width, int height)
    {
        var name = $"Uma{(width > 800 ? "Wide" : "Slim")}";
        await desk.BookAsync($"today-{width}", "2027-03-09T08:30:00-06:00", $"+1713557{width:0000}", name);
        await using var alex = await desk.AlexAsync(browser, width, height);
        await Expect(alex.Find("band-today").Locator("li").Filter(new() { HasText = name })).ToContainTextAsync("Tue Mar 9, 8:30 AM");
        await alex.GoAsync("nav-today", "Today sheet");
        await alex.Find("tomorrow").ClickAsync();
        var row = alex.Find("sheet-row").Filter(new() { HasText = name });
        await Expect(row).ToContainTextAsync("8:30 AM");
        await Expect(row).ToContainTextAsync("not named");
        await alex.IsFineAsync();
        await alex.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(row).ToBeVisibleAsync();
        await Expect(alex.Find("print")).ToBeHiddenAsync();
        var head = alex.Find("sheet").First.GetByRole(AriaRole.Columnheader, new() { Name = "Driver" });
        Assert.True((await head.BoundingBoxAsync())!.X >= 0, "On paper the table has its head, whatever width the screen has.");
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task Search_finds_words_in_messages_and_notes_and_no_address_holds_them(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        using var patient = await desk.PatientAsync();
        await patient.SayAsync($"Can I talk to a person about my zebrafish {width}?");
        await alex.OpenAsync(patient);
        await alex.Find("note").FillAsync($"Kangaroo {width}");
        await alex.Find("add-note").ClickAsync();
        await Expect(alex.Find("notes")).ToContainTextAsync($"Kangaroo {width}");
        await alex.GoAsync("nav-search", "Search");
        await alex.Find("search").FillAsync($"zebrafish {width}");
        await alex.KeyAsync("Enter");
        await Expect(alex.Find("hit").Filter(new() { HasText = "Message" }).First).ToContainTextAsync("zebrafish");
        await alex.Find("search").FillAsync($"kangaroo {width}");
        await alex.Find("search-go").ClickAsync();
        var note = alex.Find("hit").Filter(new() { HasText = $"Kangaroo {width}" });
        await Expect(note).ToContainTextAsync("Note");
        Assert.DoesNotContain("kangaroo", alex.Page.Url, StringComparison.OrdinalIgnoreCase);
        await alex.IsFineAsync();
        await note.Locator("a").ClickAsync();
        await Expect(alex.Find("ticket-title")).ToBeVisibleAsync();
        Assert.Empty(alex.Visitor.Complaints);
    }
}
