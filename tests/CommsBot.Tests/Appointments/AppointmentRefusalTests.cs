using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Appointments;

public sealed class AppointmentRefusalTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task No_key_a_wrong_key_and_a_wrong_role_are_refused()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Put("x", AppointmentService.Ana(), key: null)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Put("x", AppointmentService.Ana(), "no-such-key")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Put("x", AppointmentService.Ana(), AppointmentService.ReadKey)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Send(HttpMethod.Get, "/api/appointments/x", AppointmentService.ReadKey)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.ImportRaw("a,b"u8.ToArray(), key: null)).StatusCode);
    }

    [Fact]
    public async Task Another_clinics_visit_does_not_exist_and_several_clinics_must_be_told_apart()
    {
        await service.Put("mine-1", AppointmentService.Ana(phone: "(713) 555-0130"));

        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/mine-1?clinic=mind-balance", AppointmentService.ForeignKey)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Delete, "/api/appointments/mine-1?clinic=mind-balance", AppointmentService.ForeignKey)).StatusCode);
        var body = AppointmentService.Ana();
        var (status, problem) = await service.Put("mine-2", body, AppointmentService.WideKey);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("clinic-required", problem.Word("code"));
        body["clinic"] = "mind-balance";
        Assert.Equal(HttpStatusCode.NotFound, (await service.Put("mine-2", body, AppointmentService.ForeignKey)).Status);
        Assert.Equal(HttpStatusCode.Created, (await service.Put("mine-2", body, AppointmentService.WideKey)).Status);
    }

    [Fact]
    public async Task Unknown_visits_are_404()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/nobody", AppointmentService.Key)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Delete, "/api/appointments/nobody", AppointmentService.Key)).StatusCode);
    }

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        var (status, problem) = await service.Put("bad-1", new JsonObject
        {
            ["patient"] = new JsonObject { ["phone"] = "1-800-555-0199", ["birthDate"] = "3/4/1980", ["language"] = "tlh", ["timeZone"] = "CST" },
            ["startsAt"] = "2027-03-16T09:00:00",
            ["protocol"] = "surgery",
            ["status"] = "maybe",
            ["consent"] = new JsonObject { ["text"] = "ok" },
            ["healthScreen"] = new JsonObject { ["state"] = "fine", ["setBy"] = "patient" },
            ["preparation"] = "none",
            ["durationMinutes"] = "long",
        });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["consent.at", "consent.method", "durationMinutes", "healthScreen.setBy", "healthScreen.state", "patient.birthDate", "patient.firstName", "patient.language",
             "patient.phone", "patient.timeZone", "preparation", "protocol", "startsAt", "status"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.DoesNotContain("800-555", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/bad-1", AppointmentService.Key)).StatusCode);
    }

    [Theory]
    [InlineData("2027-03-08T08:59:00-06:00")]
    [InlineData("2026-03-16T09:00:00-05:00")]
    public async Task A_new_booking_in_the_past_is_refused(string startsAt)
    {
        var (status, problem) = await service.Put("past-1", AppointmentService.Ana(startsAt));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("startsAt", problem.GetProperty("errors").EnumerateObject().Single().Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"booked\"")]
    [InlineData("null")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        using var answer = await service.Send(HttpMethod.Put, "/api/appointments/x", AppointmentService.Key, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Too_long_and_wrongly_labelled_bodies_are_refused()
    {
        using var labelled = await service.Send(HttpMethod.Put, "/api/appointments/x", AppointmentService.Key, new StringContent("{}", Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, labelled.StatusCode);
        using var large = await service.Send(HttpMethod.Put, "/api/appointments/x", AppointmentService.Key, new StringContent($"{{\"x\":\"{new string('a', 70_000)}\"}}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }
}
