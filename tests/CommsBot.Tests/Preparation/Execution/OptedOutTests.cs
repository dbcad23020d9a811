using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>Who wants no more texts is prepared by phone from that moment on: what was pending, and what was held, stands on the call list.</summary>
public sealed class OptedOutTests(TestService service) : IClassFixture<TestService>
{
    private const string Questions = "Do you use medicine for diabetes, weight loss, blood pressure, sleep or anxiety?";
    private const string Times = "No food after 1:00 AM Tue (Monday night). Clear liquids until 7:00 AM.";

    private readonly VisitDesk desk = new(service);

    [Theory]
    [InlineData("STOP")]
    [InlineData("quit texting me")]
    [InlineData("form")]
    [InlineData("provider")]
    [InlineData("answer: 21610")]
    [InlineData("callback: 21610")]
    public async Task Whoever_has_not_answered_the_health_questions_is_asked_them_by_phone(string way)
    {
        var id = $"out-asked-{way[0]}";
        await OptOutAsync(id, null, way);

        var call = await desk.OpenCallAsync(id);
        var ticket = await desk.TicketAsync(call);
        Assert.Contains(Questions, Packet.ValueOf(Packet.Read(ticket.Summary), "Ask"), StringComparison.Ordinal);
        Assert.DoesNotContain("No food after", ticket.Summary, StringComparison.Ordinal);
        using var refused = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", new { outcome = "Told in person", note = "Ana" });
        Assert.Contains("The health screen has no answer yet.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Health screen: none of these" });
        Assert.Contains(Times, (await desk.TicketAsync(await desk.OpenCallAsync(id))).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("form")]
    [InlineData("answer: 21610")]
    [InlineData("callback: 21610")]
    public async Task Whose_fast_nothing_holds_is_told_the_times_by_phone(string way)
    {
        var id = $"out-told-{way[0]}";
        await OptOutAsync(id, new { state = "cleared", setBy = "Dana Example RN" }, way);
        var call = await desk.OpenCallAsync(id);
        Assert.Contains(Times, Packet.ValueOf(Packet.Read((await desk.TicketAsync(call)).Summary), "Ask"), StringComparison.Ordinal);
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Told in person", note = "Ana herself" });
        Assert.Equal(["driver-not-named"], await desk.ReasonsAsync(id));
    }

    [Theory]
    [InlineData("STOP", "1 none")]
    [InlineData("form", "None of these")]
    public async Task A_late_digit_does_not_answer_the_health_questions_while_the_call_that_asks_them_stands(string way, string words)
    {
        var id = $"out-digit-{way[0]}";
        var patient = await OptOutAsync(id, null, way, "2027-03-09T10:05-06:00");
        var call = await desk.OpenCallAsync(id);

        var said = await patient.Say(words);

        Assert.Equal("unknown", (string?)(await desk.ReadAsync(id))["healthScreen"]!["state"]);
        Assert.Equal(Asked(call), Asked(await desk.OpenCallAsync(id)));
        // Who opted out of everything is texted nothing; who only wants no instructions is told what becomes of the answer.
        if (way == "STOP") Assert.Empty(said);
        else Assert.Contains("A nurse will call you before your visit.", Assert.Single(said), StringComparison.Ordinal);

        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", new { outcome = "Health screen: none of these" });
        Assert.Equal("cleared", (string?)(await desk.ReadAsync(id))["healthScreen"]!["state"]);
    }

    [Fact]
    public async Task Who_wants_texts_again_answers_the_health_questions_by_text_again()
    {
        var patient = await OptOutAsync("out-back", null, "STOP", "2027-03-09T10:05-06:00");
        await patient.Say("1 none");
        await patient.Say("START");
        await desk.LookAsync();

        await patient.Say("1 none");

        Assert.Equal("cleared", (string?)(await desk.ReadAsync("out-back"))["healthScreen"]!["state"]);
    }

    private static (string? Id, string? Reason) Asked(JsonNode call) => ((string?)call["id"], (string?)call["reason"]);

    [Fact]
    public async Task Every_visit_on_a_number_the_provider_says_opted_out_is_prepared_by_phone_and_none_is_texted()
    {
        service.At("2027-03-08T10:00-06:00");
        var phone = await desk.BookAsync("out-several-1", new { state = "cleared", setBy = "Dana Example RN" });
        await desk.BookAsync("out-several-2", null, "2027-03-30T09:00:00-05:00", phone: phone);
        var patient = new SmsPatient(service, phone, The.ClinicNumber, null);
        service.Twilio.Next(TwilioFault.OptedOut);

        Assert.Empty(await patient.Say("hello"));

        foreach (var (id, words) in new[] { ("out-several-1", Times), ("out-several-2", Questions) })
        {
            Assert.Contains(words, Packet.ValueOf(Packet.Read((await desk.TicketAsync(await desk.OpenCallAsync(id))).Summary), "Ask"), StringComparison.Ordinal);
            Assert.DoesNotContain((await desk.ReadAsync(id))["messages"]!.AsArray(), text => (string?)text!["status"] is "planned");
        }
    }

    [Fact]
    public async Task Who_understood_before_is_not_called_about_the_times()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("out-understood", new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-15T12:05-05:00");
        foreach (var words in new[] { "1", "1am", "DRIVER Luis Gomez", "STOP" }) await patient.Say(words);
        await desk.LookAsync();
        Assert.DoesNotContain((await desk.ReadAsync("out-understood"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed");
    }

    [Fact]
    public async Task A_call_whose_words_name_no_times_does_not_make_the_fast_understood()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("out-wordless", new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00");
        await patient.Say("2");
        var call = await desk.OpenCallAsync("out-wordless");
        Assert.Equal("reschedule", (string?)call["reason"]);

        using var refused = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", new { outcome = "Told in person", note = "Ana herself" });

        Assert.Equal(
            "This call names no times to stop eating. Note \"Told in person\" at the visit once you have said them, and close the call as \"Reached by phone\".",
            (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]);
        Assert.Contains("fasting-not-understood", await desk.ReasonsAsync("out-wordless"));
    }

    /// <summary>Booked and texted once; then the patient wants no more texts.</summary>
    private async Task<SmsPatient> OptOutAsync(string id, object? screen, string way, params string[] also)
    {
        service.At("2027-03-08T10:00-06:00");
        if (way is "answer: 21610") service.Twilio.Next(TwilioFault.OptedOut);
        var patient = new SmsPatient(service, await desk.BookAsync(id, screen), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, ["2027-03-08T10:05-06:00", .. also]);
        if (way is "answer: 21610") return patient;
        if (way is "callback: 21610")
        {
            await patient.Say("hello");
            using var lost = await patient.Receipt(service.Twilio.Sent.Last(text => text.To == patient.Phone), "undelivered", "21610");
        }
        else if (way is "form") await service.Appointments.Post("/api/consents", new { phone = patient.Phone, purpose = "preparation", granted = false, text = "No more texts, she said.", method = "phone" });
        else if (way is "provider") await patient.Say("stop", optOutType: "STOP");
        else await patient.Say(way);
        await desk.LookAsync();
        return patient;
    }
}
