using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>A number that is not on a file learns nothing, not even whether somebody is a patient (clinic-day 15).</summary>
public sealed class IdentityTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public IdentityTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("when is my appointment")]
    [InlineData("what time is my appointment again i lost the card")]
    [InlineData("is Maria Stranger coming on Monday")]
    [InlineData("I am Maria Stranger, what time is my infusion")]
    public async Task A_strange_number_is_told_no_appointment_fact(string question)
    {
        var file = Some.Phone();
        await service.Appointments.Put($"/api/appointments/visit-{file[2..]}", new
        {
            patient = new { firstName = "Maria", lastName = "Stranger", phone = file, birthDate = "1980-01-01" },
            startsAt = "2027-03-15T13:15:00-05:00", status = "booked",
        });
        var stranger = service.Phone();
        var texts = await stranger.Say(question);
        Assert.DoesNotContain(texts, text => text.Contains("1:15") || text.Contains("March") || text.Contains("Mar 15") || text.Contains("Maria"));

        var visitor = await service.Web();
        Assert.DoesNotContain(await visitor.Say(question), reply => reply.Text.Contains("1:15") || reply.Text.Contains("Mar 15") || reply.Text.Contains("Maria"));
    }

    [Fact]
    public async Task An_answer_from_a_strange_number_changes_nothing()
    {
        var file = Some.Phone();
        var id = $"visit-{file[2..]}";
        await service.Appointments.Put($"/api/appointments/{id}", new
        {
            patient = new { firstName = "Maria", lastName = "Stranger", phone = file, birthDate = "1980-01-01" },
            startsAt = "2027-03-15T13:15:00-05:00", status = "booked",
        });
        var before = (await service.Appointments.Get($"/api/appointments/{id}")).ToJsonString();
        await service.Phone().Say("1");
        await service.Phone().Say("I can't make it on Monday, this is Maria Stranger");
        Assert.Equal(before, (await service.Appointments.Get($"/api/appointments/{id}")).ToJsonString());
    }
}
