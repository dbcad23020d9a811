using System.Text.Json.Nodes;
using CommsBot.Tests.Drivers;

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
