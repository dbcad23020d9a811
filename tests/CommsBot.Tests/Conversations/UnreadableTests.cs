using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class UnreadableTests : IClassFixture<TestService>
{
    private const string Picture = "Mind Balance: We can't open pictures, voice notes or files here. Please write it in words. If this is after your visit, call us now. " + The.Numbers;

    private readonly TestService service;

    public UnreadableTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_picture_is_looked_at_by_a_person()
    {
        var patient = service.Phone();
        Assert.Equal([Picture], await patient.Say("", media: 1));
        Assert.Equal("question", (await service.Staff.Ticket(await patient.ConversationId())).Kind());
    }

    [Fact]
    public async Task Danger_written_under_a_picture_is_answered_first()
    {
        var patient = service.Phone();
        Assert.StartsWith("Mind Balance: We're concerned about you.", Assert.Single(await patient.Say("i want to kill myself", media: 1)));
    }

    [Fact]
    public async Task A_picture_is_never_an_answer_to_a_question()
    {
        var patient = service.Phone();
        await patient.Ask("I'd like an appointment");
        Assert.Equal([Picture], await patient.Say("Ann Lee", media: 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task An_empty_text_is_asked_about_and_shown_to_staff(string body)
    {
        var patient = service.Phone();
        Assert.Equal("Mind Balance: Your message came without words. Please write what you need. " + The.Numbers, await patient.Ask(body));
        Assert.Equal("question", (await service.Staff.Ticket(await patient.ConversationId())).Kind());
    }
}
