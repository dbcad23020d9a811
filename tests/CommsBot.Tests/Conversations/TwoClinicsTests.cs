using System.Net;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class TwoClinicsService : TestService
{
    public TwoClinicsService() : base(new TestSetup { TwoClinics = true })
    {
    }
}

/// <summary>Two clinics in one installation: what belongs to one is never said, shown or recorded for the other.</summary>
public sealed class TwoClinicsTests : IClassFixture<TwoClinicsService>
{
    private readonly TestService service;

    public TwoClinicsTests(TwoClinicsService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_text_is_answered_by_the_clinic_whose_number_was_texted()
    {
        var number = Some.Phone();
        Assert.StartsWith("Mind Balance: Hello!", await service.Phone(number).Ask("hello"));
        Assert.StartsWith("River Bend: Hello!", await service.NewPhone(number, The.OtherClinicNumber).Ask("hello"));
    }

    [Fact]
    public async Task Stop_at_one_clinic_is_no_stop_at_the_other()
    {
        var number = Some.Phone();
        await service.Phone(number).Say("STOP");
        Assert.NotEmpty(await service.Phone(number, The.OtherClinicNumber).Say("hello"));
    }

    [Fact]
    public async Task A_key_of_one_clinic_finds_nothing_of_the_other()
    {
        var patient = await service.Web();
        await patient.Ask("I want to talk to a person");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        var stranger = new StaffProgram(service, The.OtherClinicKey);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Send(HttpMethod.Get, $"/api/handoffs/{ticket["id"]}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Send(HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/claim", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Send(HttpMethod.Get, $"/api/conversations/{patient.ConversationId}/activities")).StatusCode);
        Assert.Empty(await stranger.Tickets(patient.ConversationId));
    }

    [Fact]
    public async Task With_two_clinics_the_website_must_name_one()
    {
        using var answer = await service.Visitor().AskToken(new { });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("clinic-required", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_clinic_speaks_its_own_phone_and_hours()
    {
        service.At("2027-03-08T07:30-07:00");
        var patient = await service.Web(clinic: The.OtherClinic);
        Assert.Contains("River Bend Infusions", patient.Greeting!.Text);
        var reply = await patient.Ask("I want to talk to a person");
        Assert.Contains("We open today at 8:00 AM", reply.Text);
        Assert.Contains("(303) 555-0120", reply.Text);
    }
}
