using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class BoundaryTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public BoundaryTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("how many milligrams will you give me", "clinical-dose", "clinical", "clinical")]
    [InlineData("should i skip my insulin", "clinical-medicine", "clinical", "clinical")]
    [InlineData("do I have CRPS?", "clinical-diagnosis", "clinical", "clinical")]
    [InlineData("what do my mri results mean", "clinical-result", "clinical", "clinical")]
    [InlineData("can you send me ketamine lozenges in the mail", "buying-home-use", "clinical", "clinical")]
    [InlineData("I ate breakfast this morning", "fast-broken", "clinical", "clinical")]
    [InlineData("my driver cancelled", "no-driver", "clinical", "call")]
    [InlineData("I'm running 20 minutes late", "running-late", "clinical", "call")]
    [InlineData("I'm here in the parking lot", "here-arrived", "handoff", "call")]
    [InlineData("I woke up with a fever today", "sick-today", "clinical", "clinical")]
    [InlineData("please send me a copy of my medical records", "records", "handoff", "records")]
    [InlineData("your receptionist was rude to me, I want to file a complaint", "complaint", "handoff", "complaint")]
    [InlineData("I had a bad reaction to the infusion last week", "adverse", "clinical", "adverse")]
    [InlineData("I am a reporter writing a story about your clinic", "outside", "handoff", "outside")]
    public async Task What_only_a_person_may_answer_gets_fixed_words_and_a_ticket(string text, string key, string outcome, string kind)
    {
        var web = await service.Web();
        var reply = (await web.Say(text))[0];
        Assert.Equal((outcome, service.Words($"handoff/{key}")), (reply.Outcome, reply.Text));
        var ticket = await service.Staff.Ticket(web.ConversationId);
        Assert.Equal((kind, text), (ticket.Kind(), ticket.Field("Need")));

        var phone = service.Phone();
        Assert.Equal($"Mind Balance: {service.Words($"handoff/{key}", form: MessageForm.Sms)}", await phone.Ask(text));
    }

    [Fact]
    public async Task Medicines_are_never_decided_here()
    {
        var web = await service.Web();
        Assert.Equal(
            "Please don't change your medicines on your own. A nurse will go over them with you before your visit. If you take insulin or diabetes medicine, call us before you start to fast: (281) 555-0120. "
            + The.Numbers,
            (await web.Ask("can I take my blood pressure medicine")).Text);
    }

    [Theory]
    [InlineData("based on what I told you do I have crps? swelling, sweating, burning, after a broken toe")]
    [InlineData("my hand went numb at work again and the new brace from my cousin makes it burn, thoughts for me?")]
    [InlineData("my arm is burning so bad today")]
    public async Task A_question_no_answer_surely_covers_and_that_may_be_about_one_patient_goes_to_a_nurse(string text)
    {
        var web = await service.Web();
        var reply = (await web.Say(text))[0];
        Assert.Equal(("clinical", service.Words("handoff/clinical-general"), 0), (reply.Outcome, reply.Text, reply.Answers.Count));
        Assert.Equal(("clinical", text), ((await service.Staff.Ticket(web.ConversationId)).Kind(), (await service.Staff.Ticket(web.ConversationId)).Field("Need")));
    }

    [Theory]
    [InlineData("what do you do for fun on sundays")]
    [InlineData("can your robot write my history essay about napoleon")]
    public async Task A_question_that_is_simply_not_ours_bothers_no_nurse(string text) =>
        Assert.Equal("unanswered", (await (await service.Web()).Ask(text)).Outcome);

    [Fact]
    public async Task What_holds_for_everybody_is_a_tap_away_and_not_said_as_if_about_this_person()
    {
        var web = await service.Web();
        var nurse = await web.Ask("Wegovy shot is due the same day as my infusion. Take it or skip it");
        Assert.Equal(("clinical", 0), (nurse.Outcome, nurse.Answers.Count));
        Assert.Equal("Weight-loss shots (GLP-1) and fasting", Assert.Single(nurse.Taps));
        Assert.Equal(["weight-loss-shots"], (await web.Tap(nurse.Taps[0])).Answers);

        // Who must phone now reads nothing else.
        Assert.Empty((await (await service.Web()).Ask("I ate breakfast this morning")).Taps);
    }

    [Theory]
    [InlineData("can i smoke pot the day before", "clinical-medicine", "alcohol-before")]
    [InlineData("do i have to be off blood thinners", "clinical-medicine", "medicines-before")]
    public async Task Where_anybody_might_ask_it_what_holds_for_everybody_stands_below_the_nurses_words(string text, string nurse, string answer)
    {
        var web = await service.Web();
        var said = await web.Say(text);
        Assert.Equal(("clinical", service.Words($"handoff/{nurse}"), 0), (said[0].Outcome, said[0].Text, said[0].Answers.Count));
        Assert.Equal(("answered", answer), (said[1].Outcome, Assert.Single(said[1].Answers)));
        Assert.StartsWith("While you wait, this is what we tell everyone. It may not fit you, so ask the nurse:\n\n", said[1].Text, StringComparison.Ordinal);
        Assert.Equal(("clinical", text), ((await service.Staff.Ticket(web.ConversationId)).Kind(), (await service.Staff.Ticket(web.ConversationId)).Field("Need")));

        // A text has no room for both.
        Assert.Equal($"Mind Balance: {service.Words($"handoff/{nurse}", form: MessageForm.Sms)}", await service.Phone().Ask(text));
    }

    [Theory]
    [InlineData("I have a pacemaker from 2019, they say it is fine", "clinical-general", "implants", Language.English)]
    [InlineData("my brother has sleep apnea and sleeps with a machine", "clinical-general", "sleep-apnea", Language.English)]
    [InlineData("soy alergica al latex", "clinical-general", "allergies", Language.Spanish)]
    [InlineData("mi esposo tiene apnea del sueño usa el CPAP sera que puede el", "clinical-general", "sleep-apnea", Language.Spanish)]
    internal async Task Who_tells_of_their_own_illness_or_medicine_is_answered_and_a_nurse_hears_of_it(string text, string nurse, string answer, Language language)
    {
        var web = await service.Web();
        var said = await web.Say(text);
        Assert.Equal(("clinical", service.Words($"handoff/{nurse}", language)), (said[0].Outcome, said[0].Text));
        Assert.Equal(("answered", answer), (said[1].Outcome, Assert.Single(said[1].Answers)));
        Assert.Equal(("clinical", text), ((await service.Staff.Ticket(web.ConversationId)).Kind(), (await service.Staff.Ticket(web.ConversationId)).Field("Need")));
    }

    [Theory]
    [InlineData("can people with a pacemaker get it", "implants")]
    [InlineData("is there a weight limit", "body-weight")]
    [InlineData("¿hay límite de peso?", "body-weight")]
    public async Task The_same_asked_in_general_bothers_no_nurse(string text, string answer)
    {
        var web = await service.Web();
        var reply = await web.Ask(text);
        Assert.Equal(("answered", answer), (reply.Outcome, Assert.Single(reply.Answers)));
        Assert.Empty(await service.Staff.Tickets(web.ConversationId));
    }

    [Fact]
    public async Task In_a_booking_the_nurse_reads_the_question_and_the_booking_keeps_its_taps()
    {
        var web = await service.Web();
        await web.Ask("I want an appointment");
        Assert.Empty((await web.Ask("can I take my blood pressure medicine before the infusion")).Taps);
        var ticket = await service.Staff.Ticket(web.ConversationId);
        Assert.Equal("clinical", ticket.Kind());
        var row = (await service.Get<CommsBot.Staff.Queue.QueueReader>().QueueAsync(new CommsBot.Handoff.DeskPerson(The.StaffMember, [The.Clinic]), default))
            .Bands.SelectMany(band => band.Rows).Single(row => row.ConversationId == web.ConversationId);
        Assert.Equal("can I take my blood pressure medicine before the infusion", row.Need);
    }

    [Fact]
    public async Task A_wish_is_answered_in_the_language_it_is_made_in()
    {
        var web = await service.Web();
        await web.Say("¿Qué es el SDRC?");
        Assert.StartsWith("I can pass a request for an appointment", (await web.Ask("I want an appointment")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_website_says_when_a_person_will_be_there_if_the_office_is_closed()
    {
        service.At(The.ClosedHour);
        var web = await service.Web();
        Assert.Equal(
            $"{service.Words("handoff/clinical-dose")}\n\nOur office is closed now. We open Monday at 8:00 AM. Your message is on our list.",
            (await web.Ask("what's my dose")).Text);
    }

    [Theory]
    [InlineData("what's my dose", "clinical-dose", Language.English, "Our office is closed now. We open Monday at 8:00 AM. Your message is on our list.")]
    [InlineData("I had a bad reaction to the infusion last week", "adverse", Language.English, "Our office is closed now. We open Monday at 8:00 AM. Your message is on our list.")]
    [InlineData("please send me a copy of my medical records", "records", Language.English, "Our office is closed now. We open Monday at 8:00 AM. Your message is on our list.")]
    [InlineData("quiero poner una queja", "complaint", Language.Spanish, "Nuestra oficina esta cerrada ahora. Abrimos el lunes a las 8:00 AM. Su mensaje esta en nuestra lista.")]
    internal async Task By_text_a_second_one_says_when_if_the_office_is_closed(string text, string key, Language language, string when)
    {
        service.At(The.ClosedHour);
        Assert.Equal([$"Mind Balance: {service.Words($"handoff/{key}", language, MessageForm.Sms)}", $"Mind Balance: {when}"], await service.Phone().Say(text));
    }

    [Theory]
    [InlineData("I am a reporter writing a story about your clinic", "outside")]
    [InlineData("my driver cancelled", "no-driver")]
    public async Task Who_is_promised_no_person_or_must_phone_now_reads_nothing_more(string text, string key)
    {
        service.At(The.ClosedHour);
        Assert.Equal($"Mind Balance: {service.Words($"handoff/{key}", form: MessageForm.Sms)}", await service.Phone().Ask(text));
    }

    [Fact]
    public async Task A_Spanish_question_about_medicines_gets_Spanish_words()
    {
        var web = await service.Web();
        var reply = (await web.Say("¿puedo tomar mi medicina de la presión?"))[0];
        Assert.Equal(("es", service.Words("handoff/clinical-medicine", Language.Spanish)), (reply.Language, reply.Text));
    }
}
