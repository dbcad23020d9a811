using System.Net;
using CommsBot.Handoff;
using CommsBot.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Handoff;

/// <summary>Several slices have a say when a ticket is closed: when the last of them refuses, what the first made true is not kept.</summary>
public sealed class RefusedActTests
{
    [Fact]
    public async Task A_close_that_is_refused_keeps_nothing_of_what_it_did_on_the_way()
    {
        var refuses = true;
        await using var service = await TestService.StartAsync(new TestSetup
        {
            Patch = services => services.AddSingleton<TicketClosing>(_ => (_, _) => Task.FromResult(refuses ? "Not while the printer is out of paper." : null)),
        });
        var desk = new VisitDesk(service);
        service.At("2027-03-02T10:00-06:00");
        await desk.BookAsync("refused-1", new { state = "cleared", setBy = "Dana Example RN" }, consentAt: null);
        var call = await desk.OpenCallAsync("refused-1");
        var driver = new { outcome = "Driver named", note = "Luis Gomez" };

        using var refused = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{call["id"]}/close", driver);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Not while the printer is out of paper.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("driver-not-named", await desk.ReasonsAsync("refused-1"));
        Assert.Equal((string?)call["id"], (string?)(await desk.OpenCallAsync("refused-1"))["id"]);

        refuses = false;
        await service.Staff.Post($"/api/handoffs/{call["id"]}/close", driver);
        Assert.DoesNotContain("driver-not-named", await desk.ReasonsAsync("refused-1"));
    }
}
