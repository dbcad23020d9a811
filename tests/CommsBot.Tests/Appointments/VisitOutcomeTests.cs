using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Appointments;

/// <summary>The nurse phones, and the call ends with the visit.</summary>
public sealed class VisitOutcomeTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task A_call_that_ends_with_a_cancelled_visit_cancels_it_here_and_tells_the_patient()
    {
        var call = await CallAsync("ends-1", "(713) 555-0451");

        var (status, closed) = await service.Act($"/api/handoffs/{call}/close", new { outcome = "Visit cancelled" });

        Assert.Equal((HttpStatusCode.OK, "closed"), (status, closed.Word("state")));
        var view = await service.Read("ends-1");
        Assert.Equal("cancelled", view.Word("status"));
        Assert.Equal(["cancelled"], view.Steps("planned").Select(step => step.Split(' ')[0]));
        Assert.Empty(view.Tasks());
    }

    [Fact]
    public async Task Who_may_not_be_texted_is_phoned_about_it_by_a_call_of_its_own()
    {
        var call = await CallAsync("ends-2", "(713) 555-0452");
        await service.Act("/api/consents", new { phone = "(713) 555-0452", purpose = "all", granted = false, text = "no more", method = "paper" }, AppointmentService.Key);

        await service.Act($"/api/handoffs/{call}/close", new { outcome = "Visit cancelled" });

        var view = await service.Read("ends-2");
        Assert.Equal(("cancelled", "cancelled-not-told"), (view.Word("status"), Assert.Single(view.Tasks())));
    }

    [Fact]
    public async Task A_visit_that_still_stands_at_its_old_time_is_not_moved_by_saying_so()
    {
        var call = await CallAsync("ends-3", "(713) 555-0453");

        var (status, refused) = await service.Act($"/api/handoffs/{call}/close", new { outcome = "Visit moved" });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(
            "Here the visit still stands at 2027-03-16 9:00 AM, and its texts say so. Move it on the patient's page, or wait until the practice system has moved it, then close this call.",
            refused.GetRawText());
        await service.Put("ends-3", AppointmentService.Ana("2027-03-18T09:00:00-05:00", "(713) 555-0453"));
        Assert.Equal(HttpStatusCode.OK, (await service.Act($"/api/handoffs/{call}/close", new { outcome = "Visit moved" })).Status);
    }

    /// <summary>A visit of which the patient read, and a person who talks to them about it.</summary>
    private async Task<string> CallAsync(string id, string phone)
    {
        service.GoTo("2027-03-08 09:00");
        await service.Put(id, AppointmentService.Ana(phone: phone));
        await service.Deliver(id, "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-15 10:00");
        await service.OpenDueCalls();
        var call = (await service.Read(id)).GetProperty("tasks").EnumerateArray().First().Word("id");
        Assert.Equal(HttpStatusCode.OK, (await service.Act($"/api/handoffs/{call}/claim", new { })).Status);
        return call;
    }
}
