using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>Questions and their curated answers, from the patient's side.</summary>
public sealed class AnswerTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public AnswerTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_question_is_answered_in_the_clinics_words_with_its_sources()
    {
        var patient = await service.Web();
        var reply = await patient.Ask("what is crps");
        Assert.Equal("answered", reply.Outcome);
        Assert.Equal(["what-is-crps"], reply.Answers);
        Assert.Contains(reply.Activity["entities"]!.AsArray(), entity => entity!["citation"] is not null);
        Assert.Contains("Request an appointment", reply.Taps);
    }

    [Fact]
    public async Task A_Spanish_question_is_answered_in_Spanish_though_the_chat_began_in_English()
    {
        var patient = await service.Web();
        var reply = await patient.Ask("¿qué es el sdrc?");
        Assert.Equal(("answered", "es"), (reply.Outcome, reply.Language));
        Assert.Equal(["what-is-crps"], reply.Answers);
    }

    [Fact]
    public async Task A_chat_opened_in_Spanish_greets_in_Spanish()
    {
        var patient = await service.Web("es");
        Assert.Equal(("greeting", "es"), (patient.Greeting!.Outcome, patient.Greeting.Language));
    }

    [Theory]
    [InlineData(
        "Our church choir leaves for the lake on Saturday and my husband, who sings bass, would be the one behind the wheel of the van with eleven altos in it. "
        + "He told them yes before he looked at the calendar, as he does with everything, bless him. When can people drive again after an infusion?", "driving-after")]
    [InlineData(
        "Mi nuera lleva el puesto de flores de la plaza y los lunes descarga los camiones ella sola porque el muchacho que le ayudaba se fue a Chicago. "
        + "Ya le expliqué que ese día no va a estar para cargar rosas ni claveles ni nada. ¿Cuánto dura una sesión con ustedes?", "how-long-is-a-session")]
    public async Task A_long_story_is_answered_by_the_question_in_it(string text, string id) =>
        Assert.Equal([id], (await (await service.Web()).Ask(text)).Answers);

    [Theory]
    [InlineData("Where are you located? And where can I park?", "location", "parking")]
    [InlineData("Do you take Aetna, and if not can I pay monthly?", "insurance", "payment-plans")]
    [InlineData("tengo q ayunar? y tambien quiero saber si puede ir mi hermana conmigo", "fasting", "companion-in-room")]
    public async Task Two_questions_in_one_message_are_both_answered_in_their_order(string text, string first, string second) =>
        Assert.Equal([first, second], (await (await service.Web()).Ask(text)).Answers);

    [Fact]
    public async Task A_half_that_points_at_the_other_is_answered_with_it()
    {
        var replies = await (await service.Web()).Say("Are there really stages of CRPS, and how do I know which one I'm in?");
        Assert.Equal([["crps-stages"]], replies.Select(reply => reply.Answers));
    }

    [Fact]
    public async Task An_unclear_question_is_asked_back_and_a_tap_decides()
    {
        var patient = await service.Web();
        var asked = await patient.Ask("what about the infusion day");
        Assert.Equal(("clarify", "Did you mean one of these?"), (asked.Outcome, asked.Text));
        Assert.Equal("None of these", asked.Taps[^1]);
        var answer = await patient.Tap(asked.Taps[0]);
        Assert.Equal("answered", answer.Outcome);
        Assert.Single(answer.Answers);
    }

    [Fact]
    public async Task On_the_phone_a_digit_decides()
    {
        var patient = service.Phone();
        var asked = await patient.Ask("what about the infusion day");
        Assert.StartsWith("Mind Balance: Did you mean one of these? Reply with its number.\n1 ", asked);
        var answer = await patient.Ask("1");
        Assert.StartsWith("Mind Balance: ", answer);
        Assert.NotEqual(asked, answer);
        var entry = (await service.Staff.Activities(await patient.ConversationId()))[^1];
        Assert.Equal("answered", (string?)entry["outcome"]);
    }

    [Fact]
    public async Task None_of_these_brings_a_person()
    {
        var patient = await service.Web();
        await patient.Ask("what about the infusion day");
        Assert.Equal("handoff", (await patient.Tap("None of these")).Outcome);
        Assert.Equal("question", (await service.Staff.Ticket(patient.ConversationId)).Kind());
    }

    [Fact]
    public async Task A_digit_without_a_question_is_no_choice()
    {
        var patient = service.Phone();
        await patient.Ask("hello");
        await patient.Say("2");
        Assert.DoesNotContain(await service.Staff.Activities(await patient.ConversationId()), entry => (string?)entry["outcome"] == "answered");
    }

    [Fact]
    public async Task A_follow_up_leans_on_the_answer_before_it()
    {
        var patient = await service.Web();
        await patient.Ask("how much does an infusion cost");
        var reply = await patient.Ask("and does insurance pay for it?");
        Assert.Equal(["insurance"], reply.Answers);
    }

    [Fact]
    public async Task No_answer_is_quoted_twice_as_a_choice_of_itself()
    {
        var patient = await service.Web();
        var first = await patient.Ask("what is crps");
        var related = await patient.Tap(first.Taps[0]);
        Assert.Equal("answered", related.Outcome);
        Assert.DoesNotContain(first.Taps[0], related.Taps);
    }
}
