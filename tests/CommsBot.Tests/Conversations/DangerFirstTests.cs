using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>Danger is answered in every state of a conversation, before everything but a bare keyword.</summary>
public sealed class DangerFirstTests : IClassFixture<TestService>
{
    private const string CrisisText =
        "Mind Balance: We're concerned about you. Call or text 988 now (free, 24/7). If you are hurt or in danger, call 911. You can keep writing here. We are alerting our team.";

    private readonly TestService service;

    public DangerFirstTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    private string Crisis => $"{service.Words("safety/crisis")}\n\nWe are alerting our team.";

    [Fact]
    public async Task Crisis_comes_before_a_wish_to_get_no_more_texts()
    {
        var patient = service.Phone();
        Assert.Equal(CrisisText, await patient.Ask("stop texting me, i want to kill myself"));
        Assert.Empty(await service.Appointments.Consents(patient.Phone));
    }

    [Fact]
    public async Task A_bare_stop_comes_before_everything_and_the_provider_confirms_it()
    {
        var patient = service.Phone();
        await patient.Say("i want to kill myself");
        Assert.Empty(await patient.Say("STOP"));
        var entry = Assert.Single(await service.Appointments.Consents(patient.Phone));
        Assert.False((bool)entry["granted"]!);
        Assert.Equal("STOP", (string?)entry["text"]);
    }

    [Fact]
    public async Task In_the_middle_of_a_booking_danger_is_answered_and_the_form_pauses()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        var reply = await patient.Ask("i took all my pills");
        Assert.Equal(("crisis", service.Words("safety/crisis-emergency") + "\n\nWe are alerting our team."), (reply.Outcome, reply.Text));
        Assert.NotEqual("booking", (await patient.Ask("Ann Lee")).Outcome);
    }

    [Fact]
    public async Task While_staff_own_the_conversation_only_danger_and_keywords_are_answered()
    {
        var patient = service.Phone();
        await patient.Say("I want to talk to a person");
        var id = await patient.ConversationId();
        await service.Staff.Claim(await service.Staff.Ticket(id));

        Assert.DoesNotContain(await patient.Say("what is crps"), text => text.Contains("pain"));
        Assert.Equal([CrisisText], await patient.Say("i want to end my life"));
        Assert.Equal([$"{service.Words("consent/help", form: MessageForm.Sms)}"], await patient.Say("HELP"));
        Assert.Contains(await service.Staff.Activities(id), entry => (string?)entry["outcome"] == "crisis");
        Assert.Contains(await service.Staff.Tickets(id), ticket => ticket.Kind() == "crisis");
    }

    [Fact]
    public async Task A_message_to_staff_is_never_answered_by_the_bot()
    {
        var patient = await service.Web();
        await patient.Ask("I want to talk to a person");
        await service.Staff.Claim(await service.Staff.Ticket(patient.ConversationId));
        await patient.Read();
        Assert.Empty(await patient.Say("what is crps"));
        Assert.Empty(await patient.Say("I'd like to book an appointment"));
        Assert.Empty(await patient.Say("hello"));
    }

    [Fact]
    public async Task At_night_danger_is_answered_as_by_day()
    {
        service.At(The.ClosedHour);
        var patient = await service.Web();
        var reply = await patient.Ask("I don't want to live anymore");
        Assert.Equal(("crisis", Crisis), (reply.Outcome, reply.Text));
    }

    [Fact]
    public async Task A_long_message_is_screened_before_it_is_refused()
    {
        var patient = await service.Web();
        var reply = await patient.Ask($"{Padding(2500)} i want to kill myself {Padding(2500)}");
        Assert.Equal(("crisis", Crisis), (reply.Outcome, reply.Text));
    }

    [Fact]
    public async Task A_long_text_is_screened_too()
    {
        var patient = service.Phone();
        Assert.Equal(CrisisText, await patient.Ask($"{Padding(2500)} i want to kill myself {Padding(2500)}"));
    }

    [Fact]
    public async Task A_long_clean_message_is_refused_at_most_once_a_minute_with_the_numbers_to_call()
    {
        var patient = await service.Web();
        var reply = await patient.Ask(Padding(2100));
        Assert.Equal(("refused", $"That message is too long for me. Please write it in 2,000 characters or less, or call us. {The.Numbers}"), (reply.Outcome, reply.Text));
        Assert.Empty(await patient.Say(Padding(2100)));
        service.Later(TimeSpan.FromSeconds(61));
        Assert.Equal("refused", (await patient.Ask(Padding(2100))).Outcome);
    }

    [Fact]
    public async Task Words_split_over_several_messages_are_read_together()
    {
        var patient = await service.Web();
        await patient.Say("i want to");
        IReadOnlyList<WebMessage> replies = [.. await patient.Say("kill"), .. await patient.Say("myself")];
        Assert.Equal(Crisis, Assert.Single(replies, reply => reply.Outcome == "crisis").Text);
    }

    [Fact]
    public async Task Pieces_more_than_three_minutes_apart_are_not_joined()
    {
        var patient = await service.Web();
        await patient.Say("i want to");
        service.Later(TimeSpan.FromMinutes(4));
        Assert.All(await patient.Say("kill myself a chicken for dinner"), _ => { });
        service.Later(TimeSpan.FromMinutes(4));
        await patient.Say("i want to kill");
        service.Later(TimeSpan.FromMinutes(4));
        Assert.All(await patient.Say("time before my visit"), reply => Assert.NotEqual("crisis", reply.Outcome));
    }

    [Fact]
    public async Task Without_a_way_to_page_nobody_is_said_to_be_alerted()
    {
        await using var alone = await TestService.StartAsync(new TestSetup { Texting = false });
        alone.At(The.ClosedHour);
        var patient = await alone.Web();
        Assert.Equal($"{alone.Words("safety/crisis")}\n\nOur office is closed and may not see this.", (await patient.Ask("I want to kill myself")).Text);
        alone.At(The.OpenHour);
        var other = await alone.Web();
        Assert.Equal(alone.Words("safety/crisis"), (await other.Ask("I want to kill myself")).Text);
    }

    private static string Padding(int length) => string.Concat(Enumerable.Repeat("the weather was nice ", length / 21 + 1))[..length];
}
