using System.Text.RegularExpressions;
using CommsBot.PeerTests.Chat;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>What staff enter on a patient's page, on a desk and on a phone: consent, times for one visit, do not contact, and the calendar file.</summary>
[Collection(InTheRooms.Name)]
public sealed class StaffRecordTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    public static TheoryData<int, int> Widths => new() { { 1280, 800 }, { 390, 844 } };

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task Consent_is_entered_and_withdrawn_with_the_words_the_way_and_the_day(int width, int height)
    {
        await using var alex = await PatientAsync($"say-{width}", $"+1713441{width:0000}", width, height, consent: false);
        await Expect(alex.Find("consents").Locator("li")).ToHaveCountAsync(0);
        await alex.Find("consent-form").Locator("summary").ClickAsync();
        await alex.Find("consent-save").ClickAsync();
        await Expect(alex.Find("consent-refused")).ToContainTextAsync("Give the words that were shown or said");
        await alex.IsFineAsync();
        await alex.Find("consent-words").FillAsync("Yes, text me about my visits.");
        await alex.Find("consent-method").SelectOptionAsync("paper");
        await alex.Find("consent-day").FillAsync("2027-03-05");
        await alex.Find("consent-save").ClickAsync();
        await Expect(alex.Find("consents")).ToContainTextAsync("Given");
        await Expect(alex.Find("consents")).ToContainTextAsync("for preparation, by paper (Alex Rivera)");
        await Expect(alex.Find("texts")).ToContainTextAsync("planned");
        await Expect(alex.Find("consent-words")).ToHaveValueAsync("");

        await alex.Find("consent-purpose").SelectOptionAsync("CheckIn");
        await alex.Find("consent-words").FillAsync("Ask me how I am.");
        await alex.Find("consent-save").ClickAsync();
        await Expect(alex.Find("consents")).ToContainTextAsync("for checkin");
        await Expect(alex.Find("consent-words")).ToHaveValueAsync("");
        await alex.Find("consent-purpose").SelectOptionAsync("Preparation");
        await alex.Find("consent-given").SelectOptionAsync("no");
        await alex.Find("consent-words").FillAsync("No more, please.");
        await alex.Find("consent-save").ClickAsync();
        await Expect(alex.Find("consents").Locator("li").First).ToContainTextAsync("Withdrawn");
        await Expect(alex.Find("texts")).ToContainTextAsync("held (no-consent)");
        await alex.IsFineAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task Contact_is_stopped_with_a_reason_and_lifted_with_one(int width, int height)
    {
        await using var alex = await PatientAsync($"stop-{width}", $"+1713442{width:0000}", width, height);
        await alex.Find("stop-form").Locator("summary").ClickAsync();
        await alex.Find("stop-save").ClickAsync();
        await Expect(alex.Find("stop-refused")).ToHaveTextAsync("Choose why.");
        await alex.Find("stop-reason").SelectOptionAsync("Asked");
        await alex.IsFineAsync();
        await alex.Find("stop-save").ClickAsync();
        await Expect(alex.Find("stop-said")).ToContainTextAsync(new Regex("Nobody is texted any more. Planned texts taken back: [1-9]"));
        await Expect(alex.Find("do-not-contact")).ToBeVisibleAsync();
        await Expect(alex.Find("stop")).ToContainTextAsync("The patient asked for it");

        await alex.Find("lift").ClickAsync();
        await Expect(alex.Find("stop-refused")).ToContainTextAsync("Say why");
        await alex.IsFineAsync();
        await alex.Find("lift-why").FillAsync("She called and wants the texts.");
        await alex.Find("lift").ClickAsync();
        await Expect(alex.Find("stop")).ToContainTextAsync("(Alex Rivera): She called and wants the texts.");
        await Expect(alex.Find("do-not-contact")).ToHaveCountAsync(0);
        await Expect(alex.Find("texts")).ToContainTextAsync("planned");
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_clinician_sets_times_for_one_visit_and_the_front_desk_cannot(int width, int height)
    {
        var (id, phone) = ($"times-{width}", $"+1713443{width:0000}");
        await using (var front = await PatientAsync(id, phone, width, height, role: "staff"))
        {
            await Expect(front.Find("visit-change")).ToBeVisibleAsync();
            await Expect(front.Find("own-times-form")).ToHaveCountAsync(0);
            await front.Find("calendar").Locator("summary").ClickAsync();
            await Expect(front.Find("calendar-link")).ToHaveValueAsync(new Regex(@"/calendar/[\w-]{40,}\.ics$"));
            await front.IsFineAsync();
        }

        await using var kim = await OpenAsync(await desk.ColleagueAsync(browser, "Kim Cole", width: width, height: height), id);
        await kim.Find("own-times-form").Locator("summary").ClickAsync();
        await kim.Find("own-food").FillAsync("2027-04-27T05:00");
        await kim.Find("own-clear").FillAsync("2027-04-26T20:00");
        await kim.Find("own-save").ClickAsync();
        await Expect(kim.Find("own-refused")).ToHaveTextAsync("Food must not end after clear liquids.");
        await kim.IsFineAsync();
        await kim.Find("own-food").FillAsync("2027-04-26T20:00");
        await kim.Find("own-clear").FillAsync("2027-04-27T05:00");
        await kim.Find("own-save").ClickAsync();
        await Expect(kim.Find("own-times")).ToContainTextAsync("(Kim Cole)");
        await Expect(kim.Find("texts")).ToContainTextAsync("No food after 8:00 PM Mon");
        await kim.IsFineAsync();
        await kim.Find("own-end").ClickAsync();
        await Expect(kim.Find("own-times")).ToHaveCountAsync(0);
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_stopped_report_is_let_through_by_somebody_signed_in(int width, int height)
    {
        string Table(string time) => "id,first name,last name,phone,date,time\n"
            + string.Concat(Enumerable.Range(1, 6).Select(n => $"rep-{width}-{n},Pat,Number{n},713-444-{width + n:0000},2027-05-{(width > 800 ? 11 : 12)},{time}\n"));
        await desk.ImportAsync(Table("9:00 AM"));
        Assert.Contains("Let a second person look", await desk.ImportAsync(Table("10:00 AM")), StringComparison.Ordinal);

        await using var kim = await desk.ColleagueAsync(browser, "Kim Cole", width: width, height: height);
        await kim.Find("ticket").Filter(new() { HasText = "import-stopped" }).First.Locator("a").ClickAsync();
        await Expect(kim.Find("packet")).ToContainTextAsync("It would move or cancel 6 visits.");
        await kim.IsFineAsync();
        await kim.Find("import-confirm").ClickAsync();
        await Expect(kim.Find("import-said")).ToHaveTextAsync("Let through. Import the same report again, and close this ticket.");
        Assert.Contains("\"moved\":6", await desk.ImportAsync(Table("10:00 AM")), StringComparison.Ordinal);
    }

    private async Task<Desk> PatientAsync(string id, string phone, int width, int height, bool consent = true, string? role = null)
    {
        await desk.BookAsync(id, "2027-04-27T09:00:00-05:00", phone, NameOf(id), consent);
        return await OpenAsync(role is null ? await desk.AlexAsync(browser, width, height) : await desk.ColleagueAsync(browser, "Fay Front", role, width, height), id);
    }

    private static async Task<Desk> OpenAsync(Desk person, string id)
    {
        await person.GoAsync("nav-patients", "Patients");
        await person.Find("patient-row").Filter(new() { HasText = NameOf(id) }).Locator("a").ClickAsync();
        await Expect(person.Find("patient-name")).ToContainTextAsync(NameOf(id));
        return person;
    }

    /// <summary>Letters alone: <c>say-390</c> is Sayslim.</summary>
    private static string NameOf(string id) => char.ToUpperInvariant(id[0]) + id[1..id.IndexOf('-')] + (id.EndsWith("1280", StringComparison.Ordinal) ? "wide" : "slim");
}
