using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Tests.Appointments;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>Visits on days in a row, booked one by one, as an integration or a report does.</summary>
public sealed class SeriesTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task Three_days_in_a_row_get_one_sheet_one_screen_and_one_fasting_text()
    {
        foreach (var day in new[] { 16, 17, 18 }) await service.Put($"row-{day}", Day(day, "0131"));

        var first = await service.Read("row-16");
        Assert.Contains("Your visits are Tue, Mar 16 to Thu, Mar 18, day 1 at 9:00 AM", first.Message("about-visit").Word("body"), StringComparison.Ordinal);
        Assert.Equal(1, first.GetProperty("planVersion").GetInt32());
        Assert.Empty((await service.Read("row-17")).Steps("planned"));
        Assert.Empty((await service.Read("row-18")).Steps("planned"));
    }

    [Fact]
    public async Task With_consent_for_daily_texts_a_line_leaves_each_evening()
    {
        await Consent("(713) 555-0132", "daily-texts");
        foreach (var day in new[] { 16, 17 }) await service.Put($"line-{day}", Day(day, "0132"));

        Assert.Equal(["evening 2027-03-16 16:00 -05:00"], (await service.Read("line-17")).Steps());
    }

    [Fact]
    public async Task A_day_moved_out_of_the_row_is_told_and_the_sheet_is_sent_anew()
    {
        foreach (var day in new[] { 16, 17 }) await service.Put($"out-{day}", Day(day, "0133"));
        await service.Deliver("out-16", "health-screen", "2027-03-08 10:00");
        var (_, moved) = await service.Put("out-17", Day(24, "0133"));

        Assert.Contains("Your visit has a new time: Wed, Mar 24 at 9:00 AM.", moved.Message("moved").Word("body"), StringComparison.Ordinal);
        var first = await service.Read("out-16");
        Assert.Equal(2, first.GetProperty("planVersion").GetInt32());
        Assert.Contains("Your visit is Tue, Mar 16 at 9:00 AM", first.Message("reminder").Word("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_days_screen_holds_and_clears_every_day()
    {
        foreach (var day in new[] { 16, 17 }) await service.Put($"screen-{day}", Day(day, "0134"));
        var body = Day(16, "0134");
        body["healthScreen"] = new JsonObject { ["state"] = "held", ["setBy"] = "Dana Example RN" };
        await service.Put("screen-16", body);
        Assert.Contains("health-screen-held", (await service.Read("screen-17")).Reasons());

        body["healthScreen"]!["state"] = "cleared";
        await service.Put("screen-16", body);
        Assert.Equal("cleared", (await service.Read("screen-17")).GetProperty("healthScreen").Word("state"));
    }

    [Fact]
    public async Task The_next_day_is_told_as_the_patient_leaves_or_is_a_call_an_hour_before_closing()
    {
        service.GoTo("2027-03-08 09:00");
        foreach (var (name, phone) in new[] { ("told", "0135"), ("untold", "0136") })
            foreach (var day in new[] { 16, 17 }) await service.Put($"{name}-{day}", Cleared(day, phone));
        foreach (var id in new[] { "told-17", "untold-17" }) Assert.Null(await NoteAsync(id, "Luis Gomez", CallOutcomes.DriverNamed));
        service.GoTo("2027-03-16 13:05");
        Assert.Equal("Say in the note whom you told.", await NoteAsync("told-17", ""));
        Assert.Null(await NoteAsync("told-17", "Luis, her husband"));

        service.GoTo("2027-03-16 15:59");
        await service.OpenDueCalls();
        Assert.DoesNotContain("not-told-in-person", (await service.Read("untold-17")).Tasks());
        service.GoTo("2027-03-16 16:00");
        await service.OpenDueCalls();
        Assert.Equal(["not-told-in-person"], (await service.Read("untold-17")).Tasks());
        Assert.Contains("fasting-not-understood", (await service.Read("untold-17")).Reasons());
        Assert.Empty((await service.Read("told-17")).Tasks());
        Assert.DoesNotContain("fasting-not-understood", (await service.Read("told-17")).Reasons());

        var call = (await service.Read("untold-17")).GetProperty("tasks").EnumerateArray().Single();
        Assert.Contains("No food after 1:00 AM Wed (Tuesday night). Clear liquids until 7:00 AM", await AskedAsync(call.Word("id")), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await service.Act($"/api/handoffs/{call.Word("id")}/close", new { outcome = CallOutcomes.Told, note = "Herself, by phone" })).Status);
        Assert.DoesNotContain("fasting-not-understood", (await service.Read("untold-17")).Reasons());
        service.GoTo("2027-03-08 09:00");
    }

    /// <summary>What whoever phones reads to say.</summary>
    private async Task<string?> AskedAsync(string ticket)
    {
        await using var db = service.Store.Read();
        return Packet.ValueOf(Packet.Read((await db.Handoffs.SingleAsync(h => h.Id == ticket)).Summary), "Ask");
    }

    private async Task<string?> NoteAsync(string id, string note, string outcome = CallOutcomes.Told) =>
        await service.Get<VisitRecords>().RecordAsync(await service.Dana(), AppointmentService.Clinic, id, outcome, note);

    private static JsonNode Cleared(int day, string phone)
    {
        var body = Day(day, phone);
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        return body;
    }

    private static JsonNode Day(int day, string phone) => AppointmentService.Ana($"2027-03-{day}T09:00:00-05:00", $"(713) 555-{phone}");

    private async Task Consent(string phone, string purpose)
    {
        using var answer = await service.Send(HttpMethod.Post, "/api/consents", AppointmentService.Key, System.Net.Http.Json.JsonContent.Create(
            new { phone, purpose, granted = true, text = "You may text me each day.", method = "paper" }));
        Assert.True(answer.IsSuccessStatusCode);
    }
}
