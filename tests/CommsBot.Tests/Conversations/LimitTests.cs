using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class LimitTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public LimitTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task From_the_twenty_first_message_of_a_minute_on_one_refusal_is_said_and_danger_still_answered()
    {
        var patient = await service.Web();
        for (var i = 0; i < 20; i++) await patient.Post(patient.Message("hello"));
        await service.Settled();
        await patient.Read();
        Assert.Equal(20, patient.Seen.Count(message => message.Outcome == "smalltalk"));

        var refusal = await patient.Ask("hello");
        Assert.Equal(("refused", $"You are sending messages faster than I can answer. Please wait a minute. {The.Numbers}"), (refusal.Outcome, refusal.Text));
        Assert.Empty(await patient.Say("hello"));
        Assert.Equal("crisis", (await patient.Ask("I want to kill myself")).Outcome);

        service.Later(TimeSpan.FromSeconds(61));
        Assert.Equal("smalltalk", (await patient.Ask("hello")).Outcome);
    }
}
