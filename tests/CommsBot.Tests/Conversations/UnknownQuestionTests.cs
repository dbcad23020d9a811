using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class UnknownQuestionTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public UnknownQuestionTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_question_nobody_wrote_an_answer_for_gets_no_guess_and_the_offer_of_a_person()
    {
        var patient = await service.Web();
        var reply = await patient.Ask("do you treat dogs");
        Assert.Equal(("unanswered", $"I don't have an answer our clinic approved for that. Would you like a person to answer? {The.Numbers}"), (reply.Outcome, reply.Text));
        Assert.Equal(["Yes, ask a person", "No, thank you"], reply.Taps);
        Assert.Empty(await service.Staff.Tickets(patient.ConversationId));
    }

    [Fact]
    public async Task Yes_brings_a_person_and_says_when()
    {
        var patient = await service.Web();
        await patient.Ask("do you treat dogs");
        var reply = await patient.Tap("Yes, ask a person");
        Assert.Equal(
            ("handoff", "I have asked our team. Someone will answer here. We are open until 5:00 PM. If it can't wait, call (281) 555-0120. Emergency: call 911. Crisis: call or text 988."),
            (reply.Outcome, reply.Text));
        Assert.Equal("question", (await service.Staff.Ticket(patient.ConversationId)).Kind());
    }

    [Fact]
    public async Task No_keeps_the_question_and_asks_nobody()
    {
        var patient = service.Phone();
        await patient.Ask("do you treat dogs");
        Assert.Equal("Mind Balance: Thank you. I kept your question, without your name, so that our team can add an answer.", await patient.Ask("2"));
        Assert.Empty(await service.Staff.Tickets(await patient.ConversationId()));
    }

    [Fact]
    public async Task The_question_is_kept_without_name_and_number_and_counted_once()
    {
        await (await service.Web()).Say("My name is Rosalind Okafor, do you rent out garden furniture? 713 799 2211 rosa@mail.example");
        await (await service.Web()).Say("My name is Bartholomew Quill, do you rent out garden furniture? 281-799-3322 bart@mail.example");
        var kept = Assert.Single(await service.Reader.Questions(), question => ((string)question["text"]!).Contains("garden furniture"));
        Assert.Equal(2, (int)kept["count"]!);
        Assert.Equal("My name is [name], do you rent out garden furniture? [phone] [mail]", (string?)kept["text"]);
    }

    [Theory]
    [InlineData("do you sell lawn chairs to my husband Carlos Mendez?", "do you sell lawn chairs to my husband [name]?")]
    [InlineData("do you lend snow shovels to nurse Wilhelmina Brandt", "do you lend snow shovels to nurse [name]")]
    [InlineData("do you sell lawn chairs to Thaddeus Okonkwo?", "do you sell lawn chairs to [name]?")]
    public async Task Names_of_others_are_not_kept_either(string asked, string kept)
    {
        await (await service.Web()).Say(asked);
        Assert.Contains(await service.Reader.Questions(), question => (string?)question["text"] == kept);
    }

    [Fact]
    public async Task The_name_given_in_a_request_is_not_kept_with_a_question_asked_in_between()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("ann lee");
        await patient.Ask("can ann lee rent a tuba from you?");
        Assert.Contains(await service.Reader.Questions(), question => (string?)question["text"] == "can [name] [name] rent a tuba from you?");
    }

    [Fact]
    public async Task Only_the_clinics_own_keys_read_the_questions()
    {
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await service.Appointments.Send(HttpMethod.Get, "/api/questions?state=open")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await service.Http.GetAsync("/api/questions?state=open")).StatusCode);
    }
}
