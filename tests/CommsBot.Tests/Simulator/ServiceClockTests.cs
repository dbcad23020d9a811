using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Simulator;

/// <summary>The simulated clock over the whole service: what happens by itself happens at its own moment, however far the clock is sent.</summary>
public sealed class ServiceClockTests
{
    [Fact]
    public async Task What_staff_wrote_for_later_is_said_at_its_moment_when_the_clock_is_sent_past_it()
    {
        await using var service = await TestService.StartAsync(new TestSetup { Simulator = true, Kestrel = true });
        var patient = await service.Web();
        await patient.Say("I want to talk to a person");
        var ticket = (string)(await service.Staff.Ticket(patient.ConversationId))["id"]!;
        var dana = new DeskPerson(The.StaffMember, [The.Clinic]);
        var asked = service.Get<ClinicClock>().UtcNow;
        foreach (var hours in (int[])[2, 5])
            Assert.True((await service.Get<HandoffMoves>().WriteLaterAsync(dana, ticket, $"It is {hours} hours later.", asked.AddHours(hours))).IsDone);

        using var moved = await service.Http.PostAsJsonAsync("/simulator/clock", new { advance = "06:00:00" });
        moved.EnsureSuccessStatusCode();
        await service.Until("let the clock arrive", async () => (bool)(await service.Http.GetFromJsonAsync<JsonNode>("/simulator/clock"))!["settled"]!);

        var said = (await service.Staff.Activities(patient.ConversationId)).Where(entry => (string)entry["from"]! == "staff").Select(entry => ((string)entry["text"]!, (DateTimeOffset)entry["at"]! - asked));
        Assert.Equal([("It is 2 hours later.", TimeSpan.FromHours(2)), ("It is 5 hours later.", TimeSpan.FromHours(5))], said);
    }
}
