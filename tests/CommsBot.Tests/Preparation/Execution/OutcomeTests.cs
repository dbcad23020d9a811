using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A silence becomes a call, and what staff note closes the loop or brings the call back.</summary>
public sealed class OutcomeTests(TestService service) : IClassFixture<TestService>
{
    private readonly VisitDesk desk = new(service);
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]);

    [Fact]
    public async Task Told_in_person_and_a_named_driver_make_the_visit_ready()
    {
        var call = await SilentAsync("told-1");
        Assert.Equal("fasting-unanswered", (string?)call["reason"]);

        using var nobody = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", new { outcome = "Told in person" });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, nobody.StatusCode);
        Assert.Contains("Say in the note whom you told.", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Told in person", note = "Luis, her husband" });
        Assert.Equal(["driver-not-named"], await desk.ReasonsAsync("told-1"));
        var records = service.Get<VisitRecords>();
        Assert.Equal("Write the driver's name in the note: letters only, at most 30.", await records.RecordAsync(Dana, The.Clinic, "told-1", CallOutcomes.DriverNamed, "555 0100"));
        Assert.Null(await records.RecordAsync(Dana, The.Clinic, "told-1", CallOutcomes.DriverNamed, "Luis Gomez"));
        Assert.Equal("ready", (string?)(await desk.ReadAsync("told-1"))["readiness"]!["state"]);
    }

    [Fact]
    public async Task Could_not_reach_brings_the_call_back_and_pages_when_no_hour_is_left()
    {
        var call = await SilentAsync("again-1");
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Could not reach" });
        var pages = Pages();

        service.At("2027-03-15T16:21-05:00");
        await desk.LookAsync();
        Assert.Equal("call-again", (string?)(await desk.OpenCallAsync("again-1"))["reason"]);
        await desk.LookAsync();
        Assert.True(Pages() > pages, "Nobody was paged though the fast begins before the clinic opens again.");
    }

    [Fact]
    public async Task A_call_put_off_never_waits_past_the_time_that_is_left()
    {
        var call = await SilentAsync("off-1");
        var (moves, pages) = (service.Get<HandoffMoves>(), Pages());
        Assert.True((await moves.CallAgainAsync(Dana, (string)call["id"]!)).IsDone);
        await desk.LookAsync();
        Assert.True(Pages() > pages, "Nobody was paged though the fast begins before the clinic opens again.");

        service.At("2027-03-08T10:00-06:00");
        await desk.BookAsync("off-2", new { state = "held", setBy = "Dana Example RN" });
        var early = (await moves.CallAgainAsync(Dana, (string)(await desk.OpenCallAsync("off-2"))["id"]!)).Ticket!;
        Assert.Equal((DateTimeOffset.Parse("2027-03-08T11:00-06:00", System.Globalization.CultureInfo.InvariantCulture), false), (early.SnoozedUntil, early.PageAtOnce));
    }

    [Fact]
    public async Task Only_a_clinician_releases_a_fast()
    {
        service.At("2027-03-08T10:00-06:00");
        await desk.BookAsync("release-1", new { state = "held", setBy = "Dana Example RN" });
        var call = await desk.OpenCallAsync("release-1");
        await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/notes", new { text = "She called." });
        await MakeAsync(The.StaffMember, "staff");
        using var refused = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", new { outcome = "Fast released by clinician" });
        Assert.Contains("Only a clinician may release a fast.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await service.Colleague.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/notes", new { text = "Looked at her list." });
        await MakeAsync("Lee Park", "clinician");
        await service.Colleague.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Fast released by clinician" });
        await MakeAsync(The.StaffMember, "clinician");
        var visit = await desk.ReadAsync("release-1");
        Assert.Equal("Lee Park", (string?)visit["healthScreen"]!["setBy"]);
        Assert.Equal("planned", (string?)visit["messages"]!.AsArray().Single(m => (string?)m!["step"] == "fasting")!["status"]);
    }

    [Theory]
    [InlineData("Told in person")]
    [InlineData("Reached by phone")]
    [InlineData("Driver named")]
    public async Task A_call_about_an_unanswered_health_screen_is_not_closed_without_its_answer(string outcome)
    {
        var id = $"unasked-{outcome[0]}";
        var (call, _) = await UnscreenedAsync(id);
        using var refused = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", new { outcome, note = "Luis" });
        Assert.Equal(
            "The health screen has no answer yet. Ask its questions and choose \"Health screen: none of these\" or \"Health screen: nurse needed\".",
            (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]);
        Assert.Equal(["screen-unanswered", "health-screen-open", "fasting-not-understood", "driver-not-named"], await desk.ReasonsAsync(id));
    }

    [Fact]
    public async Task None_of_these_said_to_staff_lets_the_fasting_text_go()
    {
        var (call, phone) = await UnscreenedAsync("asked-1");
        Assert.Contains("Do you use medicine for diabetes, weight loss, blood pressure, sleep or anxiety?", Packet.ValueOf(Packet.Read((await desk.TicketAsync(call)).Summary), "Ask"), StringComparison.Ordinal);
        await service.Staff.Post($"/api/handoffs/{call["id"]}/claim", new { });
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Health screen: none of these" });

        var visit = await desk.ReadAsync("asked-1");
        Assert.Equal(("cleared", "patient"), ((string?)visit["healthScreen"]!["state"], (string?)visit["healthScreen"]!["setBy"]));
        Assert.Equal(["fasting-not-understood", "driver-not-named"], await desk.ReasonsAsync("asked-1"));
        service.At("2027-03-15T12:05-05:00");
        await desk.LookAsync();
        Assert.Contains("No food after", desk.SentTo(phone)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nurse_needed_said_to_staff_holds_the_fast_and_is_a_call_of_its_own()
    {
        var (call, _) = await UnscreenedAsync("asked-2");
        await service.Staff.Post($"/api/handoffs/{call["id"]}/claim", new { });
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Health screen: nurse needed", note = "Takes insulin" });

        Assert.Equal(["screen-held", "health-screen-held", "fasting-not-understood", "driver-not-named"], await desk.ReasonsAsync("asked-2"));
        Assert.NotEqual((string?)call["id"], (string?)(await desk.OpenCallAsync("asked-2"))["id"]);
        Assert.Equal(
            "The fast is held: only a clinician may release it.",
            await service.Get<VisitRecords>().RecordAsync(Dana, The.Clinic, "asked-2", CallOutcomes.ScreenClear, null));
    }

    [Fact]
    public async Task Who_could_not_be_reached_about_the_health_screen_is_asked_again_until_the_answer_stands_on_the_board()
    {
        var (call, _) = await UnscreenedAsync("asked-3");
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Could not reach" });
        service.At("2027-03-15T10:05-05:00");
        await desk.LookAsync();
        var again = await desk.OpenCallAsync("asked-3");
        Assert.Equal(("screen-unanswered", false), ((string?)again["reason"], (string?)again["id"] == (string?)call["id"]));

        Assert.Null(await service.Get<VisitRecords>().RecordAsync(Dana, The.Clinic, "asked-3", CallOutcomes.ScreenClear, null));
        Assert.Equal(["fasting-not-understood", "driver-not-named"], await desk.ReasonsAsync("asked-3"));
    }

    [Fact]
    public async Task A_person_of_another_clinic_notes_nothing()
    {
        service.At("2027-03-08T10:00-06:00");
        await desk.BookAsync("foreign-1", new { state = "cleared", setBy = "Dana Example RN" });
        var stranger = new DeskPerson("Kim Cole", [The.OtherClinic]);
        Assert.Equal("Your account may not act here.", await service.Get<VisitRecords>().RecordAsync(stranger, The.Clinic, "foreign-1", CallOutcomes.DriverNamed, "Luis"));
    }

    [Fact]
    public async Task A_booking_in_the_night_before_pages_at_once()
    {
        service.At("2027-03-15T21:00-05:00");
        var pages = Pages();
        await desk.BookAsync("night-1", new { state = "cleared", setBy = "Dana Example RN" });
        await desk.LookAsync();

        Assert.Contains((await desk.ReadAsync("night-1"))["tasks"]!.AsArray(), task => (string?)task!["reason"] == "fasting-too-late");
        Assert.True(Pages() > pages);
    }

    [Fact]
    public async Task Nothing_about_a_visit_goes_to_a_number_nobody_confirmed_in_180_days_until_staff_have_spoken_with_the_patient()
    {
        service.At("2027-03-08T10:00-06:00");
        var phone = await desk.BookAsync("number-1", new { state = "cleared", setBy = "Dana Example RN" }, consentAt: "2026-08-20T10:00:00-05:00");
        service.At("2027-03-08T10:05-06:00");
        await desk.LookAsync();

        Assert.Empty(desk.SentTo(phone));
        var call = await desk.OpenCallAsync("number-1");
        Assert.Equal("number-unconfirmed", (string?)call["reason"]);
        Assert.Equal(["held number-unconfirmed"], (await desk.ReadAsync("number-1"))["messages"]!.AsArray().Where(m => (string?)m!["status"] == "held").Select(m => $"{m!["status"]} {m["error"]}").Distinct());

        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = CallOutcomes.NumberConfirmed });
        await desk.LookAsync();
        Assert.StartsWith("Mind Balance: Hi Ana. Your visit is Tue, Mar 16 at 9:00 AM", Assert.Single(desk.SentTo(phone)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storm_is_told_to_every_patient_at_once_in_the_early_morning_and_whoever_is_not_reached_is_called()
    {
        var notice = "Mind Balance: Our office is closed Tue, Apr 6. Your visit at 9:00 AM will not take place. You may eat and drink as usual. For a new time call (281) 555-0120.";
        service.At("2027-04-05T10:00-05:00");
        var first = await desk.BookAsync("storm-1", new { state = "cleared", setBy = "Dana Example RN" }, "2027-04-06T09:00:00-05:00");
        var second = await desk.BookAsync("storm-2", new { state = "cleared", setBy = "Dana Example RN" }, "2027-04-06T09:00:00-05:00");
        await desk.LookAsync();
        // Before the texting hours, on a day whose one text was sent: neither holds this.
        service.At("2027-04-06T05:40-05:00");
        await service.Staff.Post("/api/closures", new { from = "2027-04-06T05:00:00-05:00", until = "2027-04-07T00:00:00-05:00" });
        service.At("2027-04-06T05:42-05:00");
        await desk.LookAsync();

        // No other text reached these numbers before: this one says how to stop them.
        var said = $"{notice} Reply STOP to stop texts, HELP for help.";
        Assert.Equal([said, said], [desk.SentTo(first)[^1], desk.SentTo(second)[^1]]);
        var arrived = service.Twilio.Sent.Last(text => text.To == first);
        await new SmsPatient(service, first, The.ClinicNumber, null).Receipt(arrived, "delivered");
        var pages = Pages();
        service.At("2027-04-06T05:56-05:00");
        await service.Until("call whom the notice did not reach", async () =>
        {
            await desk.LookAsync();
            return await CallsAboutAsync("storm-2", notice);
        });
        Assert.False(await CallsAboutAsync("storm-1", notice));
        await desk.LookAsync();
        Assert.True(Pages() > pages, "Nobody was paged though nobody is there to call before the patient leaves home.");
    }

    private async Task<bool> CallsAboutAsync(string id, string words) =>
        (await desk.ReadAsync(id))["tasks"]!.AsArray().Any(task => (string?)task!["state"] != "closed" && task.ToJsonString().Contains(words, StringComparison.Ordinal));

    private int Pages() => service.Twilio.Sent.Count(text => text.To == "+12815550141" || text.To == "+12815550142");

    /// <summary>All texts arrived, the last one at noon, and nobody answered by four.</summary>
    private async Task<JsonNode> SilentAsync(string id)
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-15T12:05-05:00", "2027-03-15T16:05-05:00");
        return await desk.OpenCallAsync(id);
    }

    /// <summary>The health screen arrived, and nobody answered it by its last moment.</summary>
    private async Task<(JsonNode Call, string Phone)> UnscreenedAsync(string id)
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync(id, null), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-09T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-14T12:05-05:00");
        return (await desk.OpenCallAsync(id), patient.Phone);
    }

    private Task MakeAsync(string name, string role) =>
        service.Store.Write(async db => (await db.Users.AsTracking().SingleAsync(user => user.UserName == name)).Role = role);
}
