using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>"Our team already has your message" is said of a question this patient asked, and always with when somebody is there.</summary>
public sealed class PersonAskedTests : IClassFixture<TestService>
{
    private const string Wish = "Can I talk to a person?";
    private readonly TestService service;

    public PersonAskedTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_request_for_records_is_no_message_to_a_person()
    {
        var patient = await service.Web();
        await patient.Ask("I need a copy of my records");
        Assert.Equal(service.Words("handoff/person-asked-open", values: ("closes", "5:00 PM")), (await patient.Ask(Wish)).Text);
    }

    [Fact]
    public async Task A_second_wish_is_told_until_when_somebody_is_there()
    {
        var patient = await service.Web();
        await patient.Ask(Wish);
        Assert.Equal(
            "Our team already has your message. We are open until 5:00 PM. If it can't wait, call (281) 555-0120. Emergency: call 911. Crisis: call or text 988.",
            (await patient.Ask(Wish)).Text);
    }

    [Fact]
    public async Task At_night_a_second_wish_is_told_when_we_open()
    {
        service.At(The.ClosedHour);
        var patient = service.Phone();
        await patient.Ask(Wish);
        Assert.Equal(
            "Mind Balance: Our team already has your message. Our office is closed now. We open Monday at 8:00 AM. If you can't wait: emergency, call 911; crisis, call or text 988. Our phone: (281) 555-0120.",
            await patient.Ask(Wish));
    }

    [Fact]
    public async Task In_Spanish_too()
    {
        var patient = await service.Web("es");
        await patient.Ask("Quiero hablar con una persona");
        Assert.Contains("Estamos abiertos hasta las 5:00 PM", (await patient.Ask("Quiero hablar con una persona")).Text);
    }
}
