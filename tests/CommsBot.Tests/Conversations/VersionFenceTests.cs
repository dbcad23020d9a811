using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>A person takes over while the bot is still thinking: the bot's words never leave (clinic-day 2).</summary>
public sealed class VersionFenceTests(TestService service) : IClassFixture<TestService>
{
    [Fact]
    public async Task A_claim_between_reading_and_commit_silences_the_bot()
    {
        const string Question = "what is crps, before you go";
        var patient = await service.Web();
        await patient.Ask("I want to talk to a person");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        var claimed = false;
        Midway.In(service, Question, async () =>
        {
            if (claimed) return;
            claimed = true;
            await service.Staff.Claim(ticket);
        });

        var replies = await patient.Say(Question);
        Assert.True(claimed);
        Assert.DoesNotContain(replies, reply => reply.Outcome == "answered");
        Assert.Contains(await service.Staff.Activities(patient.ConversationId), entry => (string?)entry["text"] == Question);
    }

    [Fact]
    public async Task A_claim_between_reading_and_commit_does_not_silence_the_crisis_reply()
    {
        const string Cry = "i want to kill myself before you go";
        var patient = await service.Web();
        await patient.Ask("I want to talk to a person");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        var claimed = false;
        Midway.In(service, Cry, async () =>
        {
            if (claimed) return;
            claimed = true;
            await service.Staff.Claim(ticket);
        });

        Assert.Contains(await patient.Say(Cry), reply => reply.Outcome == "crisis");
    }

    [Fact]
    public async Task After_the_ticket_is_closed_the_bot_answers_again_and_remembers_no_form()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like an appointment");
        await patient.Ask("I want to talk to a person");
        var ticket = Assert.Single(await service.Staff.Tickets(patient.ConversationId));
        await service.Staff.Claim(ticket);
        await service.Staff.Close(ticket);
        Assert.Equal("answered", Assert.Single(await patient.Say("what is crps"), reply => reply.Outcome is not null and not "handoff").Outcome);
    }
}
