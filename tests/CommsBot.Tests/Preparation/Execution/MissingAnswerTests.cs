using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>What nobody answered as a visit nears is a call: the driver, a first consultation, and whether texts are wanted at all.</summary>
public sealed class MissingAnswerTests(TestService service) : IClassFixture<TestService>
{
    private readonly VisitDesk desk = new(service);

    [Fact]
    public async Task A_driver_nobody_named_is_a_call_that_the_reply_or_a_note_closes()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("driver-1", new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-15T12:05-05:00");
        foreach (var words in new[] { "1", "1am" }) await patient.Say(words);
        Assert.Equal(["driver-not-named"], await desk.ReasonsAsync("driver-1"));
        Assert.Empty((await desk.ReadAsync("driver-1"))["tasks"]!.AsArray());

        service.At("2027-03-15T16:05-05:00");
        await desk.LookAsync();
        var call = await desk.OpenCallAsync("driver-1");
        Assert.Equal("driver-not-named", (string?)call["reason"]);
        var ticket = await desk.TicketAsync(call);
        Assert.True(service.Get<CommsBot.Clinics.ClinicDirectory>().Find(The.Clinic)!.StaffedMinutesBetween(ticket.WaitingSince, ticket.Deadline!.Value) >= 55, "Too few staffed minutes are left, and nobody is paged.");
        await patient.Say("DRIVER Luis Gomez");
        Assert.DoesNotContain((await desk.ReadAsync("driver-1"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed");
        Assert.Equal("ready", (string?)(await desk.ReadAsync("driver-1"))["readiness"]!["state"]);
    }

    [Fact]
    public async Task A_call_for_the_time_and_the_driver_goes_on_with_what_is_still_missing()
    {
        var call = await SilentAsync("both-1");
        Assert.Equal("fasting-unanswered\ndriver-not-named", Packet.ValueOf(Packet.Read((await desk.TicketAsync(call)).Summary), "Why"));
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Told in person", note = "Luis, her husband" });
        await desk.LookAsync();
        var left = await desk.OpenCallAsync("both-1");
        Assert.Equal("driver-not-named", Packet.ValueOf(Packet.Read((await desk.TicketAsync(left)).Summary), "Why"));
        await service.Staff.Post($"/api/handoffs/{left["id"]}/close", new { outcome = "Driver named", note = "Luis Gomez" });
        await desk.LookAsync();
        Assert.Equal("ready", (string?)(await desk.ReadAsync("both-1"))["readiness"]!["state"]);
    }

    [Fact]
    public async Task A_first_consultation_nobody_confirmed_is_a_call_before_the_visit()
    {
        service.At("2027-03-08T10:00-06:00");
        var phone = Some.Phone();
        await service.Appointments.Put("/api/appointments/consult-1", new
        {
            patient = new { id = "consult-1", firstName = "Ana", phone }, startsAt = "2027-03-16T09:00:00-05:00", protocol = "first-consultation", status = "booked",
            consent = new { text = "May we text you?", at = "2027-02-20T10:00:00-06:00", method = "form" },
        });
        var patient = new SmsPatient(service, phone, The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-14T12:05-05:00", "2027-03-15T12:05-05:00");
        Assert.DoesNotContain((await desk.ReadAsync("consult-1"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed");
        await desk.ArriveAsync(patient, "2027-03-15T16:55-05:00", "2027-03-16T08:05-05:00");
        Assert.Equal("not-confirmed", (string?)(await desk.OpenCallAsync("consult-1"))["reason"]);
        await patient.Say("1");
        Assert.DoesNotContain((await desk.ReadAsync("consult-1"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed");
    }

    [Theory]
    [InlineData("Asked: wants the texts", "planned")]
    [InlineData("Asked: wants no texts", "held")]
    public async Task Whether_texts_are_wanted_may_be_asked_by_phone(string outcome, string fasting)
    {
        var id = $"unsure-{fasting}";
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00");
        Assert.Contains("Do you want us to stop texting you?", (await patient.Say("too many texts"))[^1], StringComparison.Ordinal);
        var call = await desk.OpenCallAsync(id);
        Assert.Equal("opt-out-unsure", (string?)call["reason"]);
        Assert.Equal(("held", "opt-out-unsure"), await FastingAsync(id));

        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome, note = "Said so on the phone." });
        Assert.Equal(fasting, (await FastingAsync(id)).Status);
        var tasks = (await desk.ReadAsync(id))["tasks"]!.AsArray().Where(task => (string?)task!["state"] != "closed").Select(task => (string?)task!["reason"]);
        if (fasting == "planned") Assert.Empty(tasks);
        else Assert.Equal("opted-out", Assert.Single(tasks));
        Assert.Equal(fasting == "held", (await service.Appointments.Consents(patient.Phone))[0] is { } newest && (string?)newest["purpose"] == "all" && !(bool)newest["granted"]!);
    }

    private async Task<(string? Status, string? Why)> FastingAsync(string id) =>
        (await desk.ReadAsync(id))["messages"]!.AsArray().Single(m => (string?)m!["step"] == "fasting") is { } text ? ((string?)text["status"], (string?)text["error"]) : default;

    /// <summary>All texts arrived, the last one at noon, and nobody answered by four.</summary>
    private async Task<JsonNode> SilentAsync(string id)
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-15T12:05-05:00", "2027-03-15T16:05-05:00");
        return await desk.OpenCallAsync(id);
    }
}
