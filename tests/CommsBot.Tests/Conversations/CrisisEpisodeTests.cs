using CommsBot.Handoff;
using CommsBot.Staff.Figures;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>What is repeated, and how often, while a crisis lasts (clinic-day 3).</summary>
public sealed class CrisisEpisodeTests : IClassFixture<TestService>
{
    private const string Line = "Please call or text 988 now. If you are hurt or in danger, call 911.";

    private readonly TestService service;

    public CrisisEpisodeTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    private string Full => $"{service.Words("safety/crisis")}\n\nWe are alerting our team.";

    [Fact]
    public async Task The_full_reply_comes_at_once_then_a_line_a_minute_then_the_full_reply_after_ten_minutes()
    {
        var patient = await service.Web();
        Assert.Equal(Full, (await patient.Ask("I want to die")).Text);
        service.Later(TimeSpan.FromSeconds(30));
        Assert.Empty(await patient.Say("I want to die"));
        service.Later(TimeSpan.FromSeconds(31));
        Assert.Equal(Line, (await patient.Ask("I want to die")).Text);
        service.Later(TimeSpan.FromSeconds(59));
        Assert.Empty(await patient.Say("I want to die"));
        service.Later(TimeSpan.FromSeconds(1));
        Assert.Equal(Line, (await patient.Ask("I want to die")).Text);
        service.Later(TimeSpan.FromMinutes(8));
        Assert.Equal(Full, (await patient.Ask("I want to die")).Text);
    }

    [Fact]
    public async Task New_words_about_the_danger_are_never_met_with_silence_on_the_website()
    {
        var patient = await service.Web();
        await patient.Ask("my husband is not waking up, i cant wake him");
        service.Later(TimeSpan.FromSeconds(5));
        Assert.Equal("Please call 911 now. This line is automated and may not be read right away.", (await patient.Ask("he is not breathing")).Text);
        service.Later(TimeSpan.FromSeconds(5));
        Assert.Empty(await patient.Say("he is not breathing"));
    }

    [Fact]
    public async Task On_a_phone_the_first_line_comes_at_once_and_then_one_a_minute()
    {
        var patient = service.Phone();
        await patient.Ask("my husband is not waking up, i cant wake him");
        service.Later(TimeSpan.FromSeconds(5));
        Assert.Equal("Mind Balance: Please call 911 now. This line is automated and may not be read right away.", await patient.Ask("he is not breathing"));
        service.Later(TimeSpan.FromSeconds(30));
        Assert.Empty(await patient.Say("he stopped breathing"));
        service.Later(TimeSpan.FromSeconds(31));
        Assert.Single(await patient.Say("he has no pulse"));
    }

    [Theory]
    [InlineData("i took my moms pills all of them", "**Call 911 now**")]
    [InlineData("i am driving and seeing double", "This could be an emergency. **Call 911 now.**")]
    [InlineData("ya voy en la carretera y veo doble", "Esto puede ser una emergencia. **Llame al 911 ahora.**")]
    public async Task Pills_taken_and_a_driver_who_sees_double_read_911_first(string text, string begins) =>
        Assert.StartsWith(begins, (await (await service.Web()).Ask(text)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("and it burns", "Please call 911 now.")]
    [InlineData("what now", "Please call 911 now.")]
    [InlineData("ok calling", "Thank you for your message. If you have not called 911 yet, please call now.")]
    public async Task What_follows_an_alarm_is_about_the_danger_and_gets_no_menu(string text, string begins)
    {
        var patient = await service.Web();
        await patient.Ask("i have crushing chest pain");
        service.Later(TimeSpan.FromMinutes(3));
        Assert.StartsWith(begins, (await patient.Ask(text)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("me duele el pecho", "respiro mal", "Llame al 911 ahora")]
    [InlineData("¿Qué es el SDRC?", "no doy más", "Llame al 988 ahora y oprima 2")]
    public async Task A_Spanish_chat_stays_Spanish_whatever_rule_speaks(string first, string then, string says)
    {
        var patient = await service.Web(language: "es");
        await patient.Say(first);
        service.Later(TimeSpan.FromMinutes(2));
        Assert.Contains(says, (await patient.Ask(then)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("thanks")]
    [InlineData("bye")]
    [InlineData("is anyone there")]
    public async Task Small_talk_in_a_crisis_is_answered_with_care_and_the_number(string small)
    {
        var patient = await service.Web();
        await patient.Ask("I want to die");
        service.Later(TimeSpan.FromSeconds(10));
        Assert.Equal("We are glad you wrote. You can call or text 988 at any hour. If you are hurt or in danger, call 911. You can keep writing here.", (await patient.Ask(small)).Text);
    }

    [Fact]
    public async Task Small_talk_after_violence_says_nothing_that_another_reader_may_not_see()
    {
        var patient = service.Phone();
        await patient.Say("my husband hits me");
        Assert.Equal("Mind Balance: Thank you for your message. In any emergency, call 911. To talk with a person on our team, call (281) 555-0120.", await patient.Ask("ok"));
    }

    [Fact]
    public async Task Small_talk_after_an_emergency_repeats_911()
    {
        var patient = await service.Web();
        await patient.Ask("i have crushing chest pain");
        Assert.StartsWith("Thank you for your message. If you have not called 911 yet, please call now.", (await patient.Ask("ok thanks")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_false_alarm_leaves_as_a_figure_of_its_rule_and_without_a_word_of_the_patient()
    {
        var person = new DeskPerson(The.StaffMember, [The.Clinic]);
        var patient = await service.Web();
        await patient.Ask("quiero morirme de verdad");
        await service.Staff.Close(await service.Staff.Ticket(patient.ConversationId), "False alarm");
        var file = await service.Get<AlarmReader>().FileAsync(person, default);
        Assert.Contains("\"kind\":\"crisis\",\"lang\":\"es\",\"closed\":1,\"falseAlarms\":1}\n", file);
        Assert.StartsWith("{\"rule\":\"", file);
        Assert.DoesNotContain("morirme", file);
        Assert.DoesNotContain("Spoke", file);
        Assert.Equal("", await service.Get<AlarmReader>().FileAsync(person with { Clinics = ["elsewhere"] }, default));
    }

    [Fact]
    public async Task Pills_taken_turn_the_crisis_into_an_emergency_at_once()
    {
        var patient = await service.Web();
        await patient.Ask("I want to die");
        service.Later(TimeSpan.FromSeconds(5));
        var worse = await patient.Ask("i took all my pills");
        Assert.Equal(("crisis", $"{service.Words("safety/crisis-emergency")}\n\nWe are alerting our team."), (worse.Outcome, worse.Text));
        Assert.StartsWith("**Call 911 now**", worse.Text);
    }

    [Fact]
    public async Task One_episode_is_one_crisis_ticket_that_shows_what_was_written()
    {
        var patient = await service.Web();
        await patient.Ask("I want to die");
        service.Later(TimeSpan.FromMinutes(2));
        await patient.Ask("I want to die");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        Assert.Equal(("crisis", "I want to die"), (ticket.Kind(), ticket.Field("Need")));
        Assert.Equal(4, ticket.From("Need"));
    }

    [Fact]
    public async Task An_opt_out_during_a_crisis_raises_it_again()
    {
        var patient = service.Phone();
        await patient.Say("I want to die");
        var before = await service.Staff.Ticket(await patient.ConversationId());
        service.Later(TimeSpan.FromMinutes(1));
        await patient.Say("STOP");
        var after = await service.Staff.Ticket(await patient.ConversationId());
        Assert.NotEqual((string?)before["raisedAt"], (string?)after["raisedAt"]);
    }

    [Fact]
    public async Task A_question_between_is_still_answered()
    {
        var patient = await service.Web();
        await patient.Ask("I want to die");
        service.Later(TimeSpan.FromMinutes(1));
        var said = await patient.Say("what is crps");
        Assert.StartsWith("We are glad you wrote. You can call or text 988 at any hour.", said[0].Text, StringComparison.Ordinal);
        Assert.Equal("answered", said[1].Outcome);
    }

    [Fact]
    public async Task When_staff_close_the_crisis_the_next_one_is_new_and_forms_go_on()
    {
        var patient = await service.Web();
        await patient.Ask("I want to die");
        var during = await patient.Ask("I'd like to book an appointment");
        await service.Staff.Close((await service.Staff.Tickets(patient.ConversationId)).Single(ticket => ticket.Kind() == "crisis"));
        Assert.NotEqual(during.Text, (await patient.Ask("I'd like to book an appointment")).Text);
        Assert.Equal(Full, (await patient.Ask("I want to die")).Text);
    }
}
