using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>Somebody says that it hurts and asks for nothing: they are heard, and read how to reach a person. Nobody is answered with a list of subjects.</summary>
public sealed class CryOfPainTests : IClassFixture<TestService>
{
    private const string English =
        "I'm sorry you hurt this much. New, sudden or very strong pain needs a doctor today. You can ask for a person here, or call us: (281) 555-0120. Emergency: call 911. Feel you can't go on? Call or text 988.";

    private const string Spanish =
        "Siento que le duela tanto. Un dolor nuevo, de repente o muy fuerte lo debe ver un médico hoy. Puede pedir una persona aquí, o llamarnos: (281) 555-0120. Emergencia: llame al 911. ¿Siente que ya no puede? Llame o mande texto al 988.";

    private readonly TestService service;

    public CryOfPainTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("it hurts so bad", English)]
    [InlineData("the pain is killing me", English)]
    [InlineData("i feel like im going crazy with this pain", English)]
    [InlineData("This pain is driving me crazy!", English)]
    [InlineData("omg my hand hurts so much today", English)]
    [InlineData("I'm in so much pain", English)]
    [InlineData("i cant stand this pain", English)]
    [InlineData("me duele mucho", Spanish)]
    [InlineData("el dolor me tiene loca", Spanish)]
    [InlineData("me está matando el dolor", Spanish)]
    public async Task It_is_heard_and_a_person_is_a_tap_away(string cry, string words)
    {
        var patient = await service.Web();
        Assert.Equal(words, (await patient.Ask(cry)).Text);
        Assert.Empty(await service.Staff.Tickets(patient.ConversationId));
        await patient.Say(words == English ? "Talk to a person" : "Hablar con una persona");
        Assert.NotEmpty(await service.Staff.Tickets(patient.ConversationId));
    }

    [Fact]
    public async Task A_phone_reads_the_same_in_one_text()
    {
        var patient = service.Phone();
        Assert.Equal(
            "Mind Balance: I'm sorry you hurt this much. New, sudden or very strong pain needs a doctor today. Ask me for a person, or call us: (281) 555-0120. Emergency: call 911. Can't go on? Call or text 988.",
            await patient.Ask("it hurts so bad"));
    }

    [Theory]
    [InlineData("my chest hurts so bad")]
    [InlineData("i cant take this pain anymore, i want to die")]
    [InlineData("the pain is killing me and i took all my pills")]
    [InlineData("ya no aguanto el dolor, me quiero morir")]
    public async Task Danger_beside_it_comes_first(string text)
    {
        var patient = await service.Web();
        await patient.Say(text);
        Assert.Contains(await service.Staff.Tickets(patient.ConversationId), ticket => ticket.Kind() is "crisis" or "emergency");
    }

    [Theory]
    [InlineData("it hurts so bad, should i take another pill")]
    [InlineData("my hand hurts so much since the infusion yesterday, is that normal for me")]
    public async Task Advice_asked_beside_it_goes_to_a_nurse(string text)
    {
        var patient = await service.Web();
        await patient.Say(text);
        Assert.Contains(await service.Staff.Tickets(patient.ConversationId), ticket => ticket.Kind() is "clinical" or "emergency" or "adverse");
    }
}
