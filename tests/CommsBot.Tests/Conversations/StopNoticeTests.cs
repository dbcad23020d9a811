using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>How to stop texts is said in the first text to a number and every 30 days (clinic-day 25).</summary>
public sealed class StopNoticeTests : IClassFixture<TestService>
{
    private const string Hello = "Mind Balance: Hello! How can I help? You can ask a question, request an appointment, or ask for a person.";
    private const string Notice = " Reply STOP to stop texts, HELP for help.";

    private readonly TestService service;

    public StopNoticeTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task The_first_text_says_how_to_stop_and_then_again_after_thirty_days()
    {
        var patient = service.NewPhone();
        Assert.Equal(Hello + Notice, await patient.Ask("hello"));
        service.Later(TimeSpan.FromDays(29));
        Assert.Equal(Hello, await patient.Ask("hello"));
        service.Later(TimeSpan.FromDays(1));
        Assert.Equal(Hello + Notice, await patient.Ask("hello"));
    }

    [Fact]
    public async Task A_first_text_to_a_Spanish_writer_says_it_in_Spanish()
    {
        var patient = service.NewPhone();
        Assert.Equal(
            $"Mind Balance: {service.Words("handoff/hello", Language.Spanish, MessageForm.Sms)} Responda STOP para no recibir textos, HELP para ayuda.", await patient.Ask("hola"));
    }

    [Fact]
    public async Task The_crisis_reply_carries_nothing_that_could_mislead_and_the_next_text_does()
    {
        var patient = service.NewPhone();
        Assert.DoesNotContain("STOP", await patient.Ask("i want to kill myself"));
        Assert.EndsWith("writing here." + Notice, await patient.Ask("hello"));
    }

    [Fact]
    public async Task Who_leaves_with_the_first_text_is_not_told_how_to_leave()
    {
        var patient = service.NewPhone();
        Assert.DoesNotContain("STOP", await patient.Ask("you have the wrong number"));
    }

    [Fact]
    public async Task Help_says_it_once()
    {
        var patient = service.NewPhone();
        Assert.Single((await patient.Ask("HELP")).Split("STOP")[1..]);
        Assert.Equal(Hello, await patient.Ask("hello"));
    }
}
