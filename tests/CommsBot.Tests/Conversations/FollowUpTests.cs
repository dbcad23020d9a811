using CommsBot.Conversations;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;

namespace CommsBot.Tests.Conversations;

/// <summary>Short words that lean on the answer read last.</summary>
public sealed class FollowUpTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public FollowUpTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("does it work", "for how long", "how-long-relief-lasts")]
    [InlineData("how long does relief last", "why so short", "boosters")]
    [InlineData("how long am i gonna be stuck in that chair", "and then they just let me go or do i gotta hang around", "how-long-is-a-session")]
    [InlineData("hi i was just told i have rsd and im scared", "is it gonna hurt", "crps-symptoms")]
    [InlineData("puedo tomar cafe negro antes", "y con lechita", "drinks-before")]
    [InlineData("Do you treat 16 year olds?", "and for younger kids?", "crps-children")]
    [InlineData("Can I drink alcohol the night before", "and the night after", "alcohol-after")]
    [InlineData("what is the price", "thats expensive", "payment-plans")]
    [InlineData("What happens on the day of the infusion?", "that sounds like a lot", "nervous-before")]
    [InlineData("¿Cuánto cuesta?", "es mucho", "payment-plans")]
    [InlineData("¿Cuánto dura el alivio?", "¿por qué tan poquito?", "boosters")]
    public async Task It_is_answered_by_what_was_read_last(string first, string then, string answer)
    {
        var patient = await service.Web();
        await patient.Say(first);
        Assert.Equal([answer], (await patient.Ask(then)).Answers);
    }

    [Fact]
    public async Task Why_without_an_answer_of_its_own_offers_what_is_near()
    {
        var patient = await service.Web();
        await patient.Say("Can I drink alcohol the night before");
        Assert.Equal(("clarify", "Did you mean one of these?"), await Offered(patient, "why"));
    }

    [Theory]
    [InlineData("What are your hours?", "thats a lot", "I hear you. You can ask me something else, or ask for a person on our team.")]
    [InlineData("What are your hours?", "what a joke", "I hear you. You can ask me something else, or ask for a person on our team.")]
    [InlineData("¿Qué es el SDRC?", "ay que pena", "Le entiendo. Puede preguntarme otra cosa, o pedir una persona de nuestro equipo.")]
    public async Task A_sigh_is_heard_and_a_person_offered(string first, string sigh, string says)
    {
        var patient = await service.Web();
        await patient.Say(first);
        Assert.Equal(says, (await patient.Ask(sigh)).Text);
    }

    [Fact]
    public async Task The_same_words_in_a_request_are_no_follow_up()
    {
        var patient = await service.Web();
        await patient.Say("what is the price");
        await patient.Say("I'd like to book an appointment");
        Assert.StartsWith("I could not read that as a name.", (await patient.Ask("thats a lot")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_does_not_exist_is_a_fault()
    {
        var faults = new List<string>();
        FollowUps.Load(Path.Combine(Repository.Root, "dialogs"), id => id != "payment-plans", faults);
        Assert.Contains("answers/follow-up-answers.yaml: cost: there is no answer 'payment-plans'", faults);
    }

    private static async Task<(string?, string)> Offered(WebPatient patient, string text)
    {
        var reply = await patient.Ask(text);
        return (reply.Outcome, reply.Text);
    }
}
