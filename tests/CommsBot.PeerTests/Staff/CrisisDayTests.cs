using CommsBot.PeerTests.Chat;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>A crisis on a staff day, on a desk and on a phone, with a colleague at another screen.</summary>
[Collection(AtTheDesk.Name)]
public sealed class CrisisDayTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    public static TheoryData<int, int> Widths => new() { { 1280, 800 }, { 390, 844 } };

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task A_crisis_rings_at_every_desk_is_taken_by_one_named_person_and_ends_only_with_what_became_of_it(int width, int height)
    {
        await using var alex = await desk.AlexAsync(browser, width, height);
        await using var kim = await desk.ColleagueAsync(browser, "Kim Cole", width: width, height: height);
        foreach (var person in new[] { alex, kim }) await person.HearAsync();
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("I want to kill myself");
        await patient.SeesAsync("call or text 988");
        foreach (var person in new[] { alex, kim })
        {
            await person.RangAsync("CommsBot: Crisis in the queue;");
            await Expect(person.Find("band-danger").Locator($"[data-conversation='{patient.Conversation}']")).ToBeVisibleAsync();
        }

        await kim.OpenAsync(patient);
        await Expect(kim.Find("transcript")).ToContainTextAsync("I want to kill myself");
        await kim.Find("claim").ClickAsync();
        await Expect(kim.Find("owner")).ToHaveTextAsync("You have this. The assistant is silent.");
        await Expect(alex.Row(patient).Locator("[data-test=claimed-by]")).ToHaveTextAsync("With Kim Cole");
        await kim.SayAsync("Kim here, a nurse. Are you alone right now?");
        await patient.SeesAsync("Kim here, a nurse. Are you alone right now?");
        await patient.SayAsync("my sister is with me");
        await Expect(kim.Find("entry").Last).ToContainTextAsync("my sister is with me");
        await kim.IsFineAsync();

        await alex.OpenAsync(patient);
        await Expect(alex.Find("owner")).ToHaveTextAsync("Kim Cole has this. You can read along.");
        await Expect(alex.Find("close")).ToHaveCountAsync(0);

        await EndAsync(kim);
        await Expect(alex.Find("closed")).ToHaveTextAsync("Closed by Kim Cole: Reached");
        await patient.SeesAsync("You are back with the automated assistant.");
    }

    /// <summary>Neither an outcome without a note nor a note without an outcome ends it.</summary>
    private static async Task EndAsync(Desk kim)
    {
        await Expect(kim.Find("outcome-choice").Locator("option")).ToHaveTextAsync(["Choose", "Reached", "Welfare check asked", "911 called", "Could not reach", "False alarm"]);
        await kim.Find("close-note").FillAsync("Safe with her sister, sees her doctor today.");
        await Expect(kim.Find("close")).ToBeDisabledAsync();
        await kim.Find("outcome-choice").SelectOptionAsync("Reached");
        await kim.Find("close-note").FillAsync("");
        await Expect(kim.Find("close")).ToBeDisabledAsync();
        await kim.Find("close-note").FillAsync("Safe with her sister, sees her doctor today.");
        await kim.Find("close").ClickAsync();
        await Expect(kim.Find("closed")).ToHaveTextAsync("Closed by Kim Cole: Reached");
        await kim.IsFineAsync();
    }
}
