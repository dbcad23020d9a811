using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class ConsentWordTests : IClassFixture<TestService>
{
    private const string Confirmed = "Mind Balance: You will get no more texts from us. To start again, reply START. For visit instructions call (281) 555-0120.";

    private readonly TestService service;

    public ConsentWordTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("stop messaging me")]
    [InlineData("remove me from your list")]
    [InlineData("please stop texting")]
    public async Task An_opt_out_in_free_words_is_confirmed_once_and_holds(string text)
    {
        var patient = service.Phone();
        Assert.Equal(Confirmed, await patient.Ask(text));
        var entry = Assert.Single(await service.Appointments.Consents(patient.Phone));
        Assert.Equal((false, text, "sms-words"), ((bool)entry["granted"]!, (string?)entry["text"], (string?)entry["method"]));
        Assert.Empty(await patient.Say("what is crps"));
    }

    [Fact]
    public async Task A_Spanish_opt_out_is_confirmed_in_Spanish()
    {
        var patient = service.Phone();
        Assert.Equal($"Mind Balance: {service.Words("consent/opt-out-confirmed", Language.Spanish, MessageForm.Sms)}", await patient.Ask("no quiero más mensajes"));
    }

    [Fact]
    public async Task A_wrong_number_is_never_texted_again_and_staff_learn_of_it()
    {
        var patient = service.Phone();
        Assert.Equal("Mind Balance: Thank you for telling us. We will not text this number again about anyone's visit.", await patient.Ask("you have the wrong number"));
        Assert.Equal("call", (await service.Staff.Ticket(await patient.ConversationId())).Kind());
        Assert.Empty(await patient.Say("hello"));
    }

    [Theory]
    [InlineData("CANCEL", "2027-03-16T09:00:00-05:00", true)]
    [InlineData("QUIT", "2027-03-16T09:00:00-05:00", true)]
    [InlineData("STOP", "2027-03-16T09:00:00-05:00", false)]
    [InlineData("END", "2027-04-16T09:00:00-05:00", false)]
    public async Task A_keyword_that_may_mean_the_visit_is_asked_about_when_the_visit_is_near(string word, string startsAt, bool asked)
    {
        var patient = service.Phone();
        var id = $"keyword-{word}";
        await service.Appointments.Put($"/api/appointments/{id}", new
        {
            patient = new { firstName = "Ana", phone = patient.Phone }, startsAt, status = "booked", consent = new { text = "You may text me.", at = "2027-03-01T10:00:00-06:00", method = "paper" },
        });

        await patient.Say(word);

        var calls = (await service.Appointments.Get($"/api/appointments/{id}"))["tasks"]!.AsArray().Select(task => task!.ToJsonString()).ToList();
        Assert.Contains("opted-out", Assert.Single(calls));
        Assert.Equal(asked, calls[0].Contains("Left texting: cancel the visit, or only the texts?"));
    }

    [Theory]
    [InlineData("Cancel.", true)]
    [InlineData("CANCEL!", true)]
    [InlineData("\"quit\"", true)]
    [InlineData("Stop.", false)]
    public async Task A_keyword_with_a_mark_is_asked_about_too_when_every_text_of_the_visit_has_left(string word, bool asked)
    {
        var patient = service.Phone();
        var id = $"marked-{word.Length}-{asked}";
        await service.Appointments.Put($"/api/appointments/{id}", new
        {
            patient = new { firstName = "Ana", phone = patient.Phone }, startsAt = "2027-03-09T09:00:00-06:00", status = "booked", preparation = new { mode = "none", setBy = "Dana Example RN" },
        });

        Assert.Equal(Confirmed, await patient.Ask(word));

        var calls = (await service.Appointments.Get($"/api/appointments/{id}"))["tasks"]!.AsArray().Select(task => task!.ToJsonString());
        Assert.Equal(asked, calls.Any(call => call.Contains("Left texting: cancel the visit, or only the texts?")));
    }

    [Theory]
    [InlineData("1", Confirmed)]
    [InlineData("2", "Mind Balance: You already get our texts. How can I help? For a person call (281) 555-0120.")]
    public async Task When_it_is_not_sure_a_digit_decides(string digit, string reply)
    {
        var patient = service.Phone();
        Assert.Equal(
            "Mind Balance: Do you want us to stop texting you? Reply 1 to get no more texts, 2 to keep them. Until you answer we hold our reminders. Questions? Call (281) 555-0120.",
            await patient.Ask("you text me too much"));
        Assert.Equal(reply, await patient.Ask(digit));
        Assert.Equal(digit == "1", (await service.Appointments.Consents(patient.Phone)).Any(entry => !(bool)entry["granted"]!));
    }

    [Fact]
    public async Task What_waited_for_the_answer_comes_back_with_START()
    {
        var patient = service.Phone();
        await service.Appointments.Put("/api/appointments/unsure-1", new
        {
            patient = new { firstName = "Ana", phone = patient.Phone }, startsAt = "2027-03-16T09:00:00-05:00", status = "booked",
            consent = new { text = "You may text me.", at = "2027-03-01T10:00:00-06:00", method = "paper" },
        });
        // The health questions leave meanwhile.
        async Task<string[]> Waiting() => [.. (await service.Appointments.Get("/api/appointments/unsure-1"))["messages"]!.AsArray()
            .Where(text => (string?)text!["step"] != "health-screen").Select(text => $"{text!["step"]} {text["status"]} {text["error"]}".TrimEnd())];
        var before = await Waiting();

        await patient.Ask("you text me too much");
        await patient.Ask("1");
        Assert.Equal(["about-visit held opted-out", "reminder held opted-out"], (await Waiting()).Where(text => !text.StartsWith("fasting", StringComparison.Ordinal)));
        await patient.Ask("START");

        Assert.Equal(before, await Waiting());
    }

    [Theory]
    [InlineData("stop texting me", "Thank you. We will not text you. Please call us for visit instructions: (281) 555-0120.")]
    [InlineData("ya no me manden mensajes", "Gracias. No le enviaremos textos. Para instrucciones de su visita llámenos: (281) 555-0120.")]
    public async Task On_the_website_a_person_finds_the_number(string asked, string reads)
    {
        var patient = await service.Web();
        var reply = await patient.Ask(asked);
        Assert.Equal(("consent", reads), (reply.Outcome, reply.Text));
        Assert.Equal("call", (await service.Staff.Ticket(patient.ConversationId)).Kind());
    }

    [Theory]
    [InlineData("START")]
    [InlineData("yes")]
    public async Task Start_and_yes_opt_in_again_after_a_stop(string word)
    {
        var patient = service.Phone();
        Assert.Empty(await patient.Say("STOP"));
        Assert.Equal(
            "You will get texts from Mind Balance about your visits, up to 3 a week. Msg & data rates may apply. Reply STOP to stop texts, HELP for help.",
            (await patient.Ask(word)).Replace("Mind Balance: ", ""));
        Assert.Equal([true, false], (await service.Appointments.Consents(patient.Phone)).Select(entry => (bool)entry["granted"]!));
        Assert.NotEmpty(await patient.Say("hello"));
    }

    [Theory]
    [InlineData("YES")]
    [InlineData("START")]
    public async Task Without_an_opt_out_start_and_yes_are_ordinary_words(string word)
    {
        var patient = service.Phone();
        await patient.Say(word);
        Assert.Empty(await service.Appointments.Consents(patient.Phone));
        Assert.DoesNotContain(patient.Texts, text => text.Contains("You will get texts"));
    }

    [Fact]
    public async Task Help_names_emergency_numbers_and_the_clinic_and_raises_no_task_by_itself()
    {
        var patient = service.Phone();
        Assert.Equal(
            "Mind Balance automated texts about your visits. Not for emergencies: call 911. Crisis: call or text 988. For a person call (281) 555-0120. Msg & data rates may apply. Reply STOP to stop texts.",
            await patient.Ask("HELP"));
        Assert.Empty(await service.Staff.Tickets(await patient.ConversationId()));
    }

    [Theory]
    [InlineData("2027-03-11T09:00:00-06:00", true)]
    [InlineData("2027-03-11T11:00:00-06:00", false)]
    public async Task Help_within_72_hours_of_a_visit_raises_a_task(string startsAt, bool raised)
    {
        var patient = service.Phone();
        await service.Appointments.Put($"/api/appointments/help-{raised}", new
        {
            patient = new { firstName = "Ana", phone = patient.Phone }, startsAt, status = "booked", preparation = new { mode = "none", setBy = "Dana Example RN" },
        });

        await patient.Say("HELP");

        Assert.Equal(raised, (await service.Staff.Tickets(await patient.ConversationId())).Any(ticket => ticket.Kind() == "call"));
    }

    [Fact]
    public async Task Help_with_an_open_ticket_raises_a_task()
    {
        var patient = service.Phone();
        await patient.Say("I want to talk to a person");
        await patient.Say("HELP");
        Assert.Contains(await service.Staff.Tickets(await patient.ConversationId()), ticket => ticket.Kind() == "call");
    }

    [Fact]
    public async Task A_keyword_the_provider_does_not_know_is_honoured_and_confirmed_by_us()
    {
        var patient = service.Phone();
        Assert.Equal($"Mind Balance: {service.Words("consent/opt-out-confirmed", Language.Spanish, MessageForm.Sms)}", await patient.Ask("ALTO"));
        Assert.False((bool)Assert.Single(await service.Appointments.Consents(patient.Phone))["granted"]!);
    }

    [Fact]
    public async Task A_keyword_is_shown_in_the_transcript()
    {
        var patient = service.Phone();
        await patient.Say("hello");
        await patient.Say("STOP");
        Assert.Contains(await service.Staff.Activities(await patient.ConversationId()), entry => (string?)entry["text"] == "STOP" && (string?)entry["from"] == "patient");
    }

    [Fact]
    public async Task After_a_stop_the_safety_reply_is_not_sent_but_a_person_is_told()
    {
        var patient = service.Phone();
        await patient.Say("STOP");
        await patient.Say("i want to kill myself");
        Assert.Contains(await service.Staff.Tickets(await patient.ConversationId()), ticket => ticket.Kind() == "crisis");
    }
}
