using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Booking;

/// <summary>What people write in a request instead of what was asked for.</summary>
public sealed class BookingInWordsTests : IClassFixture<TestService>
{
    private const string AskName = "What is your first and last name?";
    private const string AskPhone = "What phone number can our team reach you at? Please include the area code.";

    private readonly TestService service;

    public BookingInWordsTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("María Guadalupe Hernández de la Torre", "María Guadalupe Hernández de la Torre")]
    [InlineData("Dr. Jean-Luc van der Berg III", "Dr. Jean-Luc van der Berg III")]
    [InlineData("Van Nguyen", "Van Nguyen")]
    [InlineData("La Toya Jackson", "La Toya Jackson")]
    [InlineData("her name is Rosa Lee, she is my mother", "Rosa Lee")]
    [InlineData("mi mamá se llama Rosa Villaseñor", "Rosa Villaseñor")]
    public async Task A_name_is_taken_as_people_write_it_and_the_chat_keeps_its_language(string written, string name)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        Assert.Equal(AskPhone, (await patient.Ask(written)).Text);
        await patient.Ask("(713) 555-0171");
        await patient.Tap("I'm new");
        await patient.Tap("Weekday mornings");
        Assert.StartsWith($"Here is what I have: {name}, (713) 555-0171, I'm new, Weekday mornings.", (await patient.Tap("Skip")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call me at 713 555 0177", "Have you been to our clinic before?")]
    [InlineData("call me at 713 555 01", $"That does not look like a US phone number. Please write 10 digits, like (281) 555-0123.\n\n{AskPhone}")]
    public async Task Call_me_at_a_number_is_the_number_and_asks_for_nobody(string written, string asked)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        Assert.Equal(asked, (await patient.Ask(written)).Text);
    }

    [Theory]
    [InlineData("can my service dog come", "service-animals")]
    [InlineData("what should i bring to the first visit", "referral-first-visit")]
    public async Task A_question_without_its_mark_is_answered_and_is_no_name(string question, string answer)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        var said = await patient.Say(question);
        Assert.Equal(("answered", answer), (said[0].Outcome, Assert.Single(said[0].Answers)));
        Assert.EndsWith(AskName, said[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("hello")]
    [InlineData("thats a lot")]
    public async Task Small_talk_is_no_name(string text)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        Assert.Equal($"I could not read that as a name. Please write your first and last name, letters only.\n\n{AskName}", (await patient.Ask(text)).Text);
    }

    [Theory]
    [InlineData("713 555 0199", "Ann Lee, (713) 555-0199")]
    [InlineData("the name is Kim Tran", "Kim Tran, (713) 555-0173")]
    public async Task A_number_or_a_name_below_the_summary_puts_it_right(string written, string shown)
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0173");
        Assert.StartsWith($"Here is what I have: {shown}, I'm new", (await patient.Ask(written)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("change my phone number", AskPhone)]
    [InlineData("wrong number", AskPhone)]
    [InlineData("change something", "What should I change?")]
    public async Task A_change_may_be_asked_for_in_words_at_any_question(string written, string asked)
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0174");
        Assert.Equal(asked, (await patient.Ask(written)).Text);
    }

    [Fact]
    public async Task Text_me_below_the_summary_is_the_consent_it_says()
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0175");
        await patient.Ask("text is fine");
        var entry = Assert.Single(await service.Appointments.Consents("(713) 555-0175"));
        Assert.Equal(("booking", true), ((string?)entry["purpose"], (bool)entry["granted"]!));
    }

    [Fact]
    public async Task Who_wants_no_texts_may_still_want_the_appointment()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        var said = await patient.Say("please do not text me");
        Assert.Equal([service.Words("consent/opt-out-web"), AskName], said.Select(one => one.Text));
    }

    [Fact]
    public async Task Texts_refused_below_the_summary_are_not_asked_about_again()
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0176");
        var again = (await patient.Say("no texts please"))[1];
        Assert.Equal("Here is what I have: Ann Lee, (713) 555-0176, I'm new, Weekday mornings, No, please call. Is that right?", again.Text);
        await patient.Ask("yes");
        var entry = Assert.Single(await service.Appointments.Consents("(713) 555-0176"));
        Assert.Equal(("booking", false, "no texts please"), ((string?)entry["purpose"], (bool)entry["granted"]!, (string?)entry["text"]));
    }

    [Theory]
    [InlineData("i use a wheelchair can i get in")]
    [InlineData("i use a walker, can i come in")]
    [InlineData("do i need a ride for the first visit")]
    [InlineData("i have an appointment tomorrow what time is it")]
    [InlineData("can my mom drop me off")]
    [InlineData("can you drop me from the list for tuesday")]
    public async Task A_question_about_a_visit_is_no_request_for_one_and_no_opt_out(string text) =>
        Assert.DoesNotContain((await (await service.Web()).Say(text))[0].Outcome, (string[])["booking", "consent"]);

    [Theory]
    [InlineData("ok y puedo pagar en efectivo")]
    [InlineData("First infusion")]
    [InlineData("for next tues")]
    [InlineData("no se")]
    public async Task What_is_no_name_is_not_taken_for_one(string written)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        Assert.DoesNotContain(AskPhone, (await patient.Say(written))[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("who is it that reads this")]
    [InlineData("can the moon see me?")]
    public async Task A_question_is_never_taken_for_a_name(string question)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        Assert.EndsWith($"Back to your request:\n\n{AskName}", (await patient.Say(question))[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is 713 555 0177 fine?", "Have you been to our clinic before?")]
    [InlineData("can you call 713 555 0177", "Have you been to our clinic before?")]
    public async Task A_number_inside_a_question_is_the_number(string written, string asked)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        Assert.Equal(asked, (await patient.Ask(written)).Text);
    }

    [Theory]
    [InlineData("can we do tuesday after 2")]
    [InlineData("could I come Thursday morning?")]
    [InlineData("how about friday")]
    public async Task A_day_in_the_form_of_a_question_is_the_day(string days)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        await patient.Ask("(713) 555-0172");
        await patient.Tap("I'm new");
        await patient.Ask(days);
        Assert.Contains(days, (await patient.Tap("Skip")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_nobody_wrote_an_answer_for_is_for_the_call_and_is_no_bad_name()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        Assert.Equal(
            $"I don't have an answer to that. Please ask when our team contacts you. Back to your request:\n\n{AskName}",
            (await patient.Ask("what is the capital of France, Wanda?")).Text);
        Assert.Contains(await service.Staff.Questions(), open => (string?)open["text"] == "what is the capital of [name], [name]?");
    }

    [Theory]
    [InlineData("quiero aser una sita")]
    [InlineData("kiero sita con el dotor")]
    [InlineData("me podrian dar un espacio para la otra semana? de preferencia en la tarde")]
    public async Task An_appointment_is_asked_for_in_any_spelling(string text) =>
        Assert.Equal("booking", (await (await service.Web("es")).Ask(text)).Outcome);

    [Theory]
    [InlineData("what if i get pregnant during treatment?")]
    [InlineData("no tengo papeles me pueden atender?")]
    public async Task These_ask_for_none(string text) =>
        Assert.NotEqual("booking", (await (await service.Web()).Say(text))[0].Outcome);

    [Fact]
    public async Task The_summary_is_sent_without_texts_in_words()
    {
        var patient = await service.Web("es");
        await patient.Ask("quiero una cita");
        await patient.Ask("María Ortiz");
        await patient.Ask("832 555 0147");
        await patient.Ask("es la primera");
        await patient.Ask("los viernes");
        await patient.Tap("Omitir");
        Assert.StartsWith("Gracias.", (await patient.Ask("mandela sin textos")).Text, StringComparison.Ordinal);
        Assert.Equal("booking", (await service.Staff.Ticket(patient.ConversationId)).Kind());
    }

    [Fact]
    public async Task Who_no_longer_wants_to_is_let_go()
    {
        var patient = await service.Web("es");
        await patient.Ask("quiero una cita");
        await patient.Ask("José Luis Hernández");
        Assert.Equal(service.Words("booking/given-up", Language.Spanish), (await patient.Ask("ya no quiero")).Text);
    }
}
