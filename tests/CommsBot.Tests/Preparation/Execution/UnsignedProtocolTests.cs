using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A patient reads only words a clinician approved: with review required, an unsigned protocol sends nothing.</summary>
public sealed class UnsignedProtocolTests
{
    [Fact]
    public async Task Texts_that_no_clinician_signed_wait()
    {
        await using var service = await TestService.StartAsync(new TestSetup { Args = ["--Content:RequireReview=true"] });
        service.At("2027-03-01T09:00-06:00");

        var visit = await service.Appointments.Put("/api/appointments/unsigned-1", new
        {
            patient = new { firstName = "Ana", phone = "+12815550177" },
            startsAt = "2027-03-16T09:00:00-05:00",
            protocol = "infusion",
            status = "booked",
            consent = new { text = "May we text you?", at = "2027-02-20T10:00:00-06:00", method = "form" },
            healthScreen = new { state = "cleared", setBy = "Dana RN" },
        });

        var messages = visit["messages"]!.AsArray();
        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Equal(("held", "not-approved"), ((string?)message!["status"], (string?)message["error"])));
    }
}
