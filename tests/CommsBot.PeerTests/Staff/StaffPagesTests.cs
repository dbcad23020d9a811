using CommsBot.PeerTests.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>Pages that no journey rests on long enough: filled as on a staff day, on a desk and on a phone, axe finds nothing and nothing is wider than its screen.</summary>
[Collection(InTheRooms.Name)]
public sealed class StaffPagesTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    public static TheoryData<int, int> Widths => new() { { 1280, 800 }, { 390, 844 } };

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task The_list_of_patients(int width, int height)
    {
        var name = $"Quinn{(width > 800 ? "Wide" : "Slim")}";
        await desk.BookAsync($"list-{width}", "2027-03-25T09:00:00-05:00", $"+1713557{width:0000}", name);
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.GoAsync("nav-patients", "Patients");
        await Expect(alex.Find("patient-row").Filter(new() { HasText = name })).ToContainTextAsync("Visit");
        await alex.IsFineAsync();
        await alex.Find("find").FillAsync("nobody of this name");
        await alex.Find("find").BlurAsync();
        await Expect(alex.Find("patients-empty")).ToHaveTextAsync("Nobody is on file under this.");
        await alex.IsFineAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task Questions_without_an_answer_and_answers_that_did_not_help(int width, int height)
    {
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("What is ketamine?");
        await patient.OutcomesAsync(2);
        await patient.SayAsync("That did not help");
        await patient.SeesAsync("I'm sorry this did not help.");
        await patient.SayAsync("can you tune my old violin");
        await using var alex = await desk.AlexAsync(browser, width, height);
        await alex.GoAsync("nav-content", "Content room");
        await alex.GoAsync("to-questions", "Questions without an answer");
        await Expect(alex.Find("question").Filter(new() { HasText = "can you tune my old violin" })).ToBeVisibleAsync();
        await Expect(alex.Find("badly-rated").First).ToContainTextAsync("did not help");
        await alex.IsFineAsync();
    }

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task The_audit_log(int width, int height)
    {
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        await using (var alex = await desk.AlexAsync(browser)) await alex.OpenAsync(patient);
        await using var ora = await desk.ColleagueAsync(browser, "Ora Bell", "auditor", width, height);
        await Expect(ora.Find("audit-row").First).ToBeVisibleAsync();
        await ora.Find("verify").ClickAsync();
        await Expect(ora.Find("verdict")).ToContainTextAsync("Sound up to event");
        await ora.IsFineAsync();
    }
}
