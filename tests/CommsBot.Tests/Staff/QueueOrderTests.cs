using CommsBot.Handoff;
using CommsBot.Staff.Queue;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

public sealed class QueueOrderTests
{
    [Fact]
    public async Task In_a_flood_the_patient_on_file_stands_above_everybody_nobody_knows()
    {
        await using var service = await TestService.StartAsync();
        var phone = service.Phone(await new VisitDesk(service).BookAsync("flood", screen: null));
        for (var visitor = 0; visitor < 60; visitor++) await (await service.Web()).Ask("I want to die");
        service.Later(TimeSpan.FromMinutes(1));
        await phone.Say("I want to die");

        var person = new DeskPerson(The.StaffMember, [The.Clinic]) { Role = "clinician" };
        var danger = (await service.Get<QueueReader>().QueueAsync(person, default)).Bands.Single(band => band.Key == QueueBand.Danger).Rows;
        Assert.Equal(61, danger.Count);
        Assert.Equal("Ana", danger[0].Patient);
        Assert.All(danger.Skip(1), row => Assert.Equal("Visitor", row.Patient));
    }
}
