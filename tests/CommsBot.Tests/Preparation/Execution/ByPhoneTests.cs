using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>Who may not be texted is prepared by phone, in the order of the texts: the health questions, a nurse where one is needed, then the times.</summary>
public sealed class ByPhoneTests(TestService service) : IClassFixture<TestService>
{
    private const string Questions =
        "Mind Balance: Before your visit Tue, Mar 16: Do you use medicine for diabetes, weight loss, blood pressure, sleep or anxiety? Are you pregnant or sick?";

    private const string Times =
        "Mind Balance: Hi Ana. Your visit is Tue, Mar 16 at 9:00 AM. Have an adult drive you home. No food after 1:00 AM Tue (Monday night). Clear liquids until 7:00 AM. If you eat, call (281) 555-0120.";

    private readonly VisitDesk desk = new(service);

    [Fact]
    public async Task The_call_asks_the_health_questions_first_and_the_next_one_says_the_times()
    {
        var first = await UnaskedAsync("phone-1");
        Assert.Equal(("no-consent\nscreen-by-phone", Questions), await AskedAsync(first));
        Assert.Null((await desk.TicketAsync(first)).RaisedAt);
        await CloseAsync(first, "Health screen: none of these");

        var second = await desk.OpenCallAsync("phone-1");
        Assert.Equal(("no-consent", Times), await AskedAsync(second));
        await CloseAsync(second, "Told in person", "Ana herself");
        Assert.Equal(["driver-not-named"], await desk.ReasonsAsync("phone-1"));
    }

    [Theory]
    [InlineData("Told in person")]
    [InlineData("Reached by phone")]
    [InlineData("Driver named")]
    public async Task It_is_not_closed_while_the_health_questions_are_open(string outcome)
    {
        var id = $"phone-open-{outcome[0]}";
        var call = await UnaskedAsync(id);
        using var refused = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", new { outcome, note = "Luis" });
        Assert.Contains("The health screen has no answer yet.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["no-consent", "screen-by-phone", "health-screen-open", "fasting-not-understood", "driver-not-named"], await desk.ReasonsAsync(id));
    }

    [Fact]
    public async Task A_nurse_needed_is_a_call_for_the_nurse_before_anybody_says_the_times()
    {
        await CloseAsync(await UnaskedAsync("phone-2"), "Health screen: nurse needed", "Takes insulin");
        var call = await desk.OpenCallAsync("phone-2");
        Assert.Equal("screen-held", (string?)call["reason"]);
        await OnlyAReleaseClosesAsync("phone-2", call);
        Assert.Equal(("no-consent", Times), await AskedAsync(await desk.OpenCallAsync("phone-2")));
    }

    [Fact]
    public async Task Under_18_without_a_guardian_a_nurse_releases_the_fast_before_anybody_says_the_times()
    {
        service.At("2027-03-02T10:00-06:00");
        await desk.BookAsync("phone-6", null, born: "2011-05-04");
        var first = await desk.OpenCallAsync("phone-6");
        Assert.Equal(("minor\nscreen-by-phone", Questions), await AskedAsync(first));
        await CloseAsync(first, "Health screen: none of these");

        var second = await desk.OpenCallAsync("phone-6");
        Assert.Equal(("minor-held", null), await AskedAsync(second));
        await OnlyAReleaseClosesAsync("phone-6", second);
        Assert.Equal(("minor", Times), await AskedAsync(await desk.OpenCallAsync("phone-6")));
    }

    [Fact]
    public async Task A_nurse_who_reached_nobody_finds_the_same_call_again()
    {
        await CloseAsync(await UnaskedAsync("phone-7"), "Health screen: nurse needed", "Takes insulin");
        await CloseAsync(await desk.OpenCallAsync("phone-7"), "Could not reach");
        service.At("2027-03-02T11:05-06:00");
        await desk.LookAsync();
        var again = await desk.OpenCallAsync("phone-7");
        Assert.Equal(("screen-held", null), await AskedAsync(again));
        await OnlyAReleaseClosesAsync("phone-7", again);
    }

    private async Task OnlyAReleaseClosesAsync(string visit, JsonNode call)
    {
        const string refusal = "The fast is held: only a clinician may release it.";
        foreach (var outcome in (string[])["Told in person", "Reached by phone", "Driver named"])
        {
            using var refused = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", new { outcome, note = "Luis" });
            Assert.Contains(refusal, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var desked = new DeskPerson(The.StaffMember, [The.Clinic]);
        Assert.Equal(refusal, await service.Get<VisitRecords>().RecordAsync(desked, The.Clinic, visit, CallOutcomes.Told, "Luis"));
        await service.Colleague.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/notes", new { text = "Looked at her list." });
        await service.Store.Write(async db => (await db.Users.AsTracking().SingleAsync(user => user.UserName == "Lee Park")).Role = "clinician");
        await service.Colleague.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Fast released by clinician" });
    }

    [Fact]
    public async Task Who_was_not_reached_is_asked_the_same_questions_at_the_next_try_and_not_before()
    {
        await CloseAsync(await UnaskedAsync("phone-3"), "Could not reach");
        Assert.Null(await service.Get<VisitRecords>().RecordAsync(new DeskPerson(The.StaffMember, [The.Clinic]), The.Clinic, "phone-3", CallOutcomes.NumberConfirmed, null));
        Assert.DoesNotContain((await desk.ReadAsync("phone-3"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed");

        service.At("2027-03-02T11:05-06:00");
        await desk.LookAsync();
        Assert.Equal(("screen-by-phone", Questions), await AskedAsync(await desk.OpenCallAsync("phone-3")));
    }

    [Fact]
    public async Task Who_is_not_reached_about_the_times_is_told_the_times_at_the_next_try()
    {
        await CloseAsync(await UnaskedAsync("phone-4"), "Health screen: none of these");
        await CloseAsync(await desk.OpenCallAsync("phone-4"), "Could not reach");
        service.At("2027-03-02T11:05-06:00");
        await desk.LookAsync();
        Assert.Equal(("call-again", Times), await AskedAsync(await desk.OpenCallAsync("phone-4")));
    }

    [Fact]
    public async Task Questions_that_came_too_late_for_a_text_are_asked_again_at_the_next_try()
    {
        service.At("2027-03-15T09:00-05:00");
        await desk.BookAsync("phone-5", null);
        await CloseAsync(await desk.OpenCallAsync("phone-5"), "Could not reach");
        service.At("2027-03-15T10:05-05:00");
        await desk.LookAsync();
        Assert.Equal(("screen-too-late", Questions), await AskedAsync(await desk.OpenCallAsync("phone-5")));
    }

    [Theory]
    [InlineData("late-1", true, "screen-too-late")]
    [InlineData("late-2", false, "no-consent\nscreen-too-late")]
    public async Task Booked_after_the_screens_deadline_only_a_nurse_releases_the_fast_whatever_the_answer(string id, bool texts, string why)
    {
        service.At("2027-03-15T09:00-05:00");
        await desk.BookAsync(id, null, consentAt: texts ? "2027-02-20T10:00:00-06:00" : null);
        var asked = await desk.OpenCallAsync(id);
        Assert.Equal((why, Questions), await AskedAsync(asked));
        await CloseAsync(asked, "Health screen: none of these");

        var visit = await desk.ReadAsync(id);
        Assert.Equal(("held", "patient, asked late"), ((string?)visit["healthScreen"]!["state"], (string?)visit["healthScreen"]!["setBy"]));
        var held = await desk.OpenCallAsync(id);
        Assert.Equal("late-held", (string?)held["reason"]);
        await OnlyAReleaseClosesAsync(id, held);
        Assert.DoesNotContain("health-screen-held", await desk.ReasonsAsync(id));
    }

    [Fact]
    public async Task Moved_to_a_day_with_time_to_ask_the_late_answer_is_asked_for_again_by_text()
    {
        service.At("2027-03-15T09:00-05:00");
        await desk.BookAsync("late-3", null);
        await CloseAsync(await desk.OpenCallAsync("late-3"), "Health screen: none of these");
        await desk.BookAsync("late-3", null, startsAt: "2027-04-06T09:00-05:00");
        Assert.Equal("unknown", (string?)(await desk.ReadAsync("late-3"))["healthScreen"]!["state"]);
    }

    /// <summary>Booked two weeks ahead for somebody who has not agreed to texts.</summary>
    private async Task<JsonNode> UnaskedAsync(string id)
    {
        service.At("2027-03-02T10:00-06:00");
        await desk.BookAsync(id, null, consentAt: null);
        return await desk.OpenCallAsync(id);
    }

    private async Task CloseAsync(JsonNode call, string outcome, string? note = null) =>
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome, note });

    /// <summary>Why the call stands there, and what whoever phones reads to say.</summary>
    private async Task<(string? Why, string? Ask)> AskedAsync(JsonNode call)
    {
        var summary = Packet.Read((await desk.TicketAsync(call)).Summary);
        return (Packet.ValueOf(summary, "Why"), Packet.ValueOf(summary, "Ask"));
    }
}
