using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class GreetingTests(TestService service) : IClassFixture<TestService>
{
    [Fact]
    public async Task The_chat_says_at_once_that_it_is_automated_and_whom_to_call()
    {
        var patient = await service.Web();
        Assert.Equal("greeting", patient.Greeting!.Outcome);
        Assert.Equal(
            """
            Hi, I'm the automated assistant of Mind Balance Infusions. I am not a clinician, and no one watches this chat around the clock.

            **Emergency? Call 911. In a crisis, call or text 988.**

            I can answer questions about CRPS and ketamine infusions, take a request for an appointment, and pass you to a person.
            """.ReplaceLineEndings("\n"), patient.Greeting.Text);
        Assert.Equal(["Ask about CRPS", "Ask about ketamine infusions", "Request an appointment", "Talk to a person"], patient.Greeting.Taps);
    }

    [Theory]
    [InlineData("is anyone there")]
    [InlineData("hello? anybody there?")]
    [InlineData("still waiting")]
    public async Task Who_asked_for_a_person_and_looks_for_one_is_told_when_one_answers(string looking)
    {
        service.At(The.OpenHour);
        var patient = await service.Web();
        var asked = await patient.Ask("I want to talk to a person");
        var again = await patient.Ask(looking);
        Assert.StartsWith("I have asked our team. Someone will answer here. We are open until", again.Text);
        Assert.Equal((asked.Text, "handoff"), (again.Text, again.Outcome));
    }

    [Fact]
    public async Task Whoever_looks_for_somebody_and_asked_for_nobody_is_greeted()
    {
        service.At(The.OpenHour);
        Assert.Equal("Hello! How can I help? You can ask a question, request an appointment, or ask for a person.", (await (await service.Web()).Ask("is anyone there")).Text);
    }

    [Fact]
    public async Task A_text_is_answered_under_the_clinics_name()
    {
        var patient = service.Phone();
        Assert.Equal("Mind Balance: Hello! How can I help? You can ask a question, request an appointment, or ask for a person.", await patient.Ask("hello"));
    }
}
