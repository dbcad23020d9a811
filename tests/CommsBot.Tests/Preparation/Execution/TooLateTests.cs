using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>Booked when no text can be read in time any more: whoever phones reads the times in the call, unless somebody must ask or decide first.</summary>
public sealed class TooLateTests(TestService service) : IClassFixture<TestService>
{
    private const string Times =
        "Mind Balance: Hi Ana. Your visit is Tue, Mar 16 at 9:00 AM. Have an adult drive you home. No food after 1:00 AM Tue (Monday night). Clear liquids until 7:00 AM. If you eat, call (281) 555-0120.";

    private const string Questions =
        "Mind Balance: Before your visit Tue, Mar 16: Do you use medicine for diabetes, weight loss, blood pressure, sleep or anxiety? Are you pregnant or sick?";

    private readonly VisitDesk desk = new(service);

    [Fact]
    public async Task The_call_says_when_to_stop_eating_and_drinking_and_when_the_visit_is()
    {
        service.At("2027-03-15T21:00-05:00");
        await desk.BookAsync("too-late-1", new { state = "cleared", setBy = "Dana Example RN" });
        Assert.Equal([Times], await AskedAsync("too-late-1"));
    }

    [Fact]
    public async Task While_the_fast_is_held_it_says_no_times_and_after_the_release_a_call_does()
    {
        service.At("2027-03-15T21:00-05:00");
        await desk.BookAsync("too-late-2", null);
        Assert.Equal([Questions], await AskedAsync("too-late-2"));

        await CloseAsync("too-late-2", "Health screen: none of these");
        Assert.Contains("late-held", (string?)(await desk.OpenCallAsync("too-late-2"))["reason"]);
        Assert.Empty(await AskedAsync("too-late-2"));

        await service.Colleague.Send(HttpMethod.Post, $"/api/handoffs/{(await desk.OpenCallAsync("too-late-2"))["id"]}/notes", new { text = "Looked at her list." });
        await service.Store.Write(async db => (await db.Users.AsTracking().SingleAsync(user => user.UserName == "Lee Park")).Role = "clinician");
        await service.Colleague.Post($"/api/handoffs/{(await desk.OpenCallAsync("too-late-2"))["id"]}/close", new { outcome = "Fast released by clinician" });
        Assert.Equal([Times], await AskedAsync("too-late-2"));
    }

    [Fact]
    public async Task Where_a_text_still_leaves_but_staff_could_not_mend_its_silence_the_call_says_the_times_too()
    {
        service.At("2027-03-15T16:30-05:00");
        await desk.BookAsync("late-1", new { state = "cleared", setBy = "Dana Example RN" });
        Assert.Contains("fasting-late", (string?)(await desk.OpenCallAsync("late-1"))["reason"]);
        Assert.Equal([Times], await AskedAsync("late-1"));
    }

    [Fact]
    public async Task A_late_call_says_no_times_while_the_fast_is_held_and_a_call_after_the_release_does()
    {
        service.At("2027-03-15T16:30-05:00");
        await desk.BookAsync("late-2", new { state = "held", setBy = "Dana Example RN" });
        Assert.Empty(await AskedAsync("late-2"));

        await service.Colleague.Send(HttpMethod.Post, $"/api/handoffs/{(await desk.OpenCallAsync("late-2"))["id"]}/notes", new { text = "Looked at her list." });
        await service.Store.Write(async db => (await db.Users.AsTracking().SingleAsync(user => user.UserName == "Lee Park")).Role = "clinician");
        await service.Colleague.Post($"/api/handoffs/{(await desk.OpenCallAsync("late-2"))["id"]}/close", new { outcome = "Fast released by clinician" });
        Assert.Equal([Times], await AskedAsync("late-2"));
    }

    [Fact]
    public async Task Who_did_not_answer_the_fasting_text_is_told_its_times()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("silent-1", new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-15T12:05-05:00", "2027-03-15T16:05-05:00");
        Assert.Contains("fasting-unanswered", (string?)(await desk.OpenCallAsync("silent-1"))["reason"]);
        Assert.Equal([Times], await AskedAsync("silent-1"));
    }

    private async Task CloseAsync(string visit, string outcome) =>
        await service.Staff.Post($"/api/handoffs/{(await desk.OpenCallAsync(visit))["id"]}/close", new { outcome });

    /// <summary>What whoever phones reads to say, in the calls that are open.</summary>
    private async Task<string[]> AskedAsync(string visit)
    {
        var open = (await desk.ReadAsync(visit))["tasks"]!.AsArray().Where(task => (string?)task!["state"] != "closed").ToList();
        var asked = new List<string>();
        foreach (JsonNode? task in open)
            if (Packet.ValueOf(Packet.Read((await desk.TicketAsync(task!)).Summary), "Ask") is { } ask) asked.AddRange(ask.Split('\n'));
        return [.. asked];
    }
}
