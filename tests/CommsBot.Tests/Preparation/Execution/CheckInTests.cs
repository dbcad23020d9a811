using System.Text.Json.Nodes;
using CommsBot.Clinics;
using CommsBot.Tests.Clinics;
using CommsBot.Tests.Drivers;
using CommsBot.Preparation;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A clinic that switched the check-in on.</summary>
public sealed class CheckInService() : TestService(new TestSetup
{
    Clinics = dialogs =>
    {
        var file = Path.Combine(dialogs, "clinics", "mind-balance.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("checkIn: off", "checkIn: on", StringComparison.Ordinal));
    },
});

public sealed class CheckInTests(CheckInService service) : IClassFixture<CheckInService>
{
    [Fact]
    public async Task The_day_after_a_visit_a_good_answer_is_kept_and_a_bad_one_reaches_a_nurse_at_once()
    {
        var patient = await AfterVisitAsync("feel-1");
        service.At("2027-03-17T10:01-05:00");
        await service.Settled();
        Assert.StartsWith("Mind Balance: How do you feel after your visit? Reply 0 (well) to 10 (very bad).", patient.Texts[^1], StringComparison.Ordinal);

        Assert.StartsWith("Mind Balance: Thank you. We wrote it down.", await patient.Ask("3"), StringComparison.Ordinal);
        Assert.Empty(await service.Staff.Tickets(await patient.ConversationId()));

        await VisitAsync("feel-2", patient.Phone, "2027-03-18T09:00:00-05:00", "2027-03-17T12:00-05:00");
        service.At("2027-03-19T10:01-05:00");
        await service.Settled();
        Assert.StartsWith("Mind Balance: Thank you. A nurse will call you today.", await patient.Ask("8 y"), StringComparison.Ordinal);
        var ticket = await service.Staff.Ticket(await patient.ConversationId());
        Assert.Equal("adverse", ticket.Kind());
        Assert.Equal("8, symptoms", ticket.Field("Feels, 0 to 10"));
        Assert.Equal("3", ticket.Field("Earlier answers"));
    }

    [Fact]
    public async Task A_bad_answer_on_Friday_evening_pages_and_does_not_wait_for_Monday()
    {
        var patient = service.Phone();
        await ConsentAsync(patient.Phone);
        await VisitAsync("friday", patient.Phone, "2027-03-25T09:00:00-05:00", "2027-03-24T09:00-05:00");
        service.At("2027-03-26T10:01-05:00");
        await service.Settled();
        service.At("2027-03-26T18:30-05:00");
        await service.Settled();

        Assert.StartsWith("Mind Balance: Thank you. Our office is closed and opens Monday at 8:00 AM.", await patient.Ask("9 Y"), StringComparison.Ordinal);

        await new VisitDesk(service).LookAsync();
        Assert.Contains(service.Twilio.Sent, text => text.To == "+12815550141");
    }

    [Fact]
    public async Task A_bad_answer_minutes_before_closing_pages_too()
    {
        var patient = service.Phone();
        await ConsentAsync(patient.Phone);
        await VisitAsync("closing-time", patient.Phone, "2027-04-01T09:00:00-05:00", "2027-03-31T09:00-05:00");
        service.At("2027-04-02T10:01-05:00");
        await service.Settled();
        service.At("2027-04-02T16:57-05:00");
        await service.Settled();
        var before = service.Twilio.Sent.Count(text => text.To == "+12815550141");

        Assert.StartsWith("Mind Balance: Thank you. A nurse will call you today.", await patient.Ask("9 Y"), StringComparison.Ordinal);

        await new VisitDesk(service).LookAsync();
        Assert.True(service.Twilio.Sent.Count(text => text.To == "+12815550141") > before);
    }

    [Fact]
    public async Task A_day_that_is_closed_later_moves_the_question_to_the_next_staffed_one()
    {
        var patient = service.Phone();
        await ConsentAsync(patient.Phone);
        await VisitAsync("feel-closed", patient.Phone, "2027-04-13T09:00:00-05:00", "2027-04-12T09:00-05:00");
        service.At("2027-04-13T18:00-05:00");
        await service.Staff.Post("/api/closures", new { from = "2027-04-14T00:00:00-05:00", until = "2027-04-15T00:00:00-05:00" });
        var desk = new VisitDesk(service);
        await desk.LookAsync();

        service.At("2027-04-14T10:01-05:00");
        await desk.LookAsync();
        Assert.DoesNotContain(patient.Texts, text => text.Contains("How do you feel", StringComparison.Ordinal));
        service.At("2027-04-15T10:01-05:00");
        await desk.LookAsync();
        Assert.Contains(patient.Texts, text => text.Contains("How do you feel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_own_consent_nothing_is_asked()
    {
        var patient = service.Phone();
        await VisitAsync("no-consent", patient.Phone, "2027-03-16T09:00:00-05:00", "2027-03-15T09:00-05:00");
        Assert.DoesNotContain((await service.Appointments.Get("/api/appointments/no-consent"))["messages"]!.AsArray(), m => (string?)m!["step"] == "check-in");
    }

    [Fact]
    public async Task Consent_given_after_the_visit_still_asks_the_next_day()
    {
        var patient = service.Phone();
        await VisitAsync("late-consent", patient.Phone, "2027-03-16T09:00:00-05:00", "2027-03-15T09:00-05:00");
        await ConsentAsync(patient.Phone);
        Assert.Equal("planned", (string?)(await service.Appointments.Get("/api/appointments/late-consent"))["messages"]!.AsArray().Single(m => (string?)m!["step"] == "check-in")!["status"]);

        var tooLate = service.Phone();
        await VisitAsync("too-late-consent", tooLate.Phone, "2027-03-16T09:00:00-05:00", "2027-03-15T09:00-05:00");
        service.At("2027-03-22T09:00-05:00");
        await ConsentAsync(tooLate.Phone);
        Assert.DoesNotContain((await service.Appointments.Get("/api/appointments/too-late-consent"))["messages"]!.AsArray(), m => (string?)m!["step"] == "check-in");
    }

    [Fact]
    public async Task A_visit_nobody_came_to_is_not_asked_about()
    {
        var patient = service.Phone();
        await ConsentAsync(patient.Phone);
        await VisitAsync("noshow", patient.Phone, "2027-03-16T09:00:00-05:00", "2027-03-15T09:00-05:00", "noshow");
        Assert.DoesNotContain((await service.Appointments.Get("/api/appointments/noshow"))["messages"]!.AsArray(), m => (string?)m!["step"] == "check-in");
    }

    [Theory]
    [InlineData("2027-03-16 09:00", "2027-03-17 10:00", "2027-03-17 15:00")] // Tuesday: the next day, while two staffed hours follow
    [InlineData("2027-03-19 09:00", "2027-03-22 10:00", "2027-03-22 15:00")] // Friday: nobody reads on the weekend
    [InlineData("2026-12-23 09:00", "2026-12-24 10:00", "2026-12-24 10:00")] // staffed until noon only: no room, so the 26th and 27th are closed too
    public void It_leaves_only_while_two_staffed_hours_follow(string visit, string due, string last)
    {
        var slot = CheckIns.Moment(TheClinic.MindBalance, new LawfulHours(TheClinic.MindBalance.TextingHours, TheClinic.MindBalance.Zone, []),
            new CommsBot.Appointments.Appointment { ClinicId = "c", Id = "a", PatientId = "p", Protocol = "infusion", Status = CommsBot.Appointments.AppointmentStatus.Fulfilled, StartsAt = TheClinic.Chicago(visit) },
            TheClinic.Chicago(visit).AddHours(5));
        if (due == last) Assert.Null(slot);
        else Assert.Equal((TheClinic.Chicago(due), TheClinic.Chicago(last)), (slot!.Due, slot.NotAfter));
    }

    [Theory]
    [InlineData("3", 3, false)]
    [InlineData("10/10", 10, false)]
    [InlineData("5 yes", 5, true)]
    [InlineData("4, no", 4, false)]
    [InlineData("2 sí", 2, true)]
    [InlineData("Y", null, true)]
    public void Answers_are_numbers_with_or_without_a_yes(string text, int? score, bool symptoms) => Assert.Equal(new CheckInSaid(score, symptoms), CheckInSaid.Read(text));

    [Theory]
    [InlineData("11")]
    [InlineData("no")]
    [InlineData("3 days ago")]
    [InlineData("I feel great")]
    [InlineData("")]
    public void Other_words_are_messages_of_their_own(string text) => Assert.Null(CheckInSaid.Read(text));

    private async Task<SmsPatient> AfterVisitAsync(string id)
    {
        var patient = service.Phone();
        await ConsentAsync(patient.Phone);
        await VisitAsync(id, patient.Phone, "2027-03-16T09:00:00-05:00", "2027-03-15T09:00-05:00");
        return patient;
    }

    private Task<JsonNode> ConsentAsync(string phone) =>
        service.Appointments.Post("/api/consents", new { phone, purpose = "check-in", granted = true, text = "You may ask me how I am.", method = "paper" });

    private async Task VisitAsync(string id, string phone, string startsAt, string bookedAt, string status = "fulfilled")
    {
        service.At(bookedAt);
        var body = new JsonObject
        {
            ["patient"] = new JsonObject { ["id"] = phone, ["firstName"] = "Ana", ["phone"] = phone },
            ["startsAt"] = startsAt, ["status"] = "booked", ["preparation"] = new JsonObject { ["mode"] = "none", ["setBy"] = "Dana Example RN" },
        };
        await service.Appointments.Put($"/api/appointments/{id}", body);
        service.At(DateTimeOffset.Parse(startsAt).AddHours(4.5).ToString("yyyy-MM-ddTHH:mmzzz"));
        body["status"] = status;
        await service.Appointments.Put($"/api/appointments/{id}", body);
    }
}
