using System.Text.Json.Nodes;
using CommsBot.Outbox;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A patient reads only words a clinician approved: with review required, an unsigned protocol sends nothing.</summary>
public sealed class UnsignedService() : TestService(new TestSetup { Args = ["--Content:RequireReview=true"] });

public sealed class UnsignedProtocolTests(UnsignedService service) : IClassFixture<UnsignedService>
{
    [Fact]
    public async Task Texts_that_no_clinician_signed_wait()
    {
        service.At("2027-03-01T09:00-06:00");

        var visit = await BookAsync("unsigned-1", "+12815550177");

        var messages = visit["messages"]!.AsArray();
        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Equal(("held", "not-approved"), ((string?)message!["status"], (string?)message["error"])));
    }

    [Fact]
    public async Task Closing_words_that_no_clinician_signed_are_said_by_phone()
    {
        service.At("2027-03-15T09:00-05:00");
        await BookAsync("unsigned-2", "+12815550178", "2027-03-18T09:00:00-05:00");

        var closed = await service.Staff.Post("/api/closures", new { from = "2027-03-18T00:00:00-05:00", until = "2027-03-19T00:00:00-05:00" });
        await service.Settled();

        Assert.Contains(closed["visits"]!.AsArray(), visit => $"{visit!["appointmentId"]} {visit["told"]}" == "unsigned-2 call");
        Assert.DoesNotContain(service.Twilio.Sent, text => text.To == "+12815550178");
        var task = Assert.Single((await service.Appointments.Get("/api/appointments/unsigned-2"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed")!.ToJsonString();
        Assert.Contains("clinic-closed", task);
        Assert.Contains("Say so by phone: eat and drink as usual.", task);
    }

    [Fact]
    public async Task A_correction_that_no_clinician_signed_is_a_call()
    {
        service.At("2027-03-15T09:00-05:00");
        var patient = service.Phone();
        await BookAsync("unsigned-3", patient.Phone, "2027-03-22T09:00:00-05:00");
        await service.Store.Write(async db =>
        {
            var text = await db.Outbound.AsTracking().FirstAsync(m => m.AppointmentId == "unsigned-3");
            (text.State, text.Reason, text.SentAt) = (MessageState.Delivered, null, text.DueAt);
        });
        await BookAsync("unsigned-3", patient.Phone, "2027-03-23T10:00:00-05:00");
        await service.Settled();

        Assert.Empty(patient.Texts);
        var task = Assert.Single((await service.Appointments.Get("/api/appointments/unsigned-3"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed")!.ToJsonString();
        Assert.Contains("approval-lapsed", task);
        Assert.Contains("Your visit has a new time: Tue, Mar 23 at 10:00 AM.", task);
    }

    [Fact]
    public async Task A_reply_that_no_clinician_signed_is_a_persons()
    {
        service.At("2027-03-15T09:00-05:00");
        var patient = service.Phone();
        await BookAsync("unsigned-4", patient.Phone, "2027-03-22T09:00:00-05:00");
        Assert.Contains("I have asked our team. Someone will answer here.", await patient.Ask("what time is my appointment"), StringComparison.Ordinal);
        Assert.Equal("call", (await service.Staff.Ticket(await patient.ConversationId())).Kind());
    }

    private Task<JsonNode> BookAsync(string id, string phone, string startsAt = "2027-03-16T09:00:00-05:00") => service.Appointments.Put($"/api/appointments/{id}", new
    {
        patient = new { id, firstName = "Ana", phone },
        startsAt,
        protocol = "infusion",
        status = "booked",
        consent = new { text = "May we text you?", at = "2027-02-20T10:00:00-06:00", method = "form" },
        healthScreen = new { state = "cleared", setBy = "Dana RN" },
    });
}
