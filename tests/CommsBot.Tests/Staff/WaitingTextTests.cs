using CommsBot.Handoff;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>A text of a person that does not leave at once tells its writer why.</summary>
public sealed class WaitingTextTests
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };

    [Theory]
    [InlineData("ClinicPerHour", "the clinic's limit of texts is reached")]
    [InlineData("PrefixPerHour", "too many texts to numbers that begin like this one")]
    public async Task What_waits_for_a_limit_says_so_and_says_no_more_of_it_once_it_left(string limit, string why)
    {
        await using var service = await TestService.StartAsync(new TestSetup { Args = [$"--Spending:{limit}=10"] });
        service.At(The.OpenHour);
        var phone = service.Phone("+17135550187");
        await phone.Say("I want to talk to a person");
        var ticket = await service.Staff.Ticket(await phone.ConversationId());
        await service.Staff.Claim(ticket);
        for (var i = 0; i < 12; i++)
        {
            await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = $"Text number {i}" });
            await service.Get<CommsBot.Engine.Poller>().LookAsync(default);
        }

        await service.Until("say why the text waits", async () => (await PageAsync(service, ticket)).Contains(why, StringComparison.Ordinal));
        service.At("2027-03-08T11:15-06:00");
        await service.Settled();
        Assert.Contains(service.Twilio.Sent, text => text.Body.EndsWith("Text number 11", StringComparison.Ordinal));
        Assert.DoesNotContain(why, await PageAsync(service, ticket));
    }

    private static Task<string> PageAsync(TestService service, System.Text.Json.Nodes.JsonNode ticket) => ConsolePages.ShowAsync<TicketPage>(service.App.Services, Dana, (string)ticket["id"]!);
}
