using System.Runtime.CompilerServices;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Safety;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Conversations;

public sealed class FailedTurnTests : IClassFixture<TestService>
{
    private const string Words = "my left elbow hums like a refrigerator";
    private readonly TestService service;

    public FailedTurnTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
        Midway.In(service, Words, () => throw new InvalidOperationException($"cannot read: {Words}"));
    }

    [Fact]
    public async Task A_turn_that_fails_says_so_once_in_ten_minutes_and_staff_see_the_message()
    {
        var patient = await service.Web();
        var reply = await patient.Ask(Words);
        Assert.Equal(("refused", $"Something went wrong on our side and I could not answer. Our team has been told. {The.Numbers}"), (reply.Outcome, reply.Text));
        Assert.Empty(await patient.Say(Words));
        service.Later(TimeSpan.FromMinutes(10));
        Assert.Equal("refused", (await patient.Ask(Words)).Outcome);

        var ticket = await service.Staff.Ticket(patient.ConversationId);
        Assert.Equal(("technical", Words), (ticket.Kind(), ticket.Field("Need")));
        await using var db = service.Store.Read();
        Assert.All(await db.Inbound.Where(i => i.ConversationId == patient.ConversationId && i.Kind == InboundKind.Message).ToListAsync(), i => Assert.Equal(InboundState.Failed, i.State));
    }

    [Fact]
    public async Task While_staff_own_the_conversation_they_are_told_and_the_bot_stays_silent()
    {
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Staff.Ticket(patient.ConversationId));
        Assert.Empty(await patient.Say(Words));
        Assert.Equal(["question", "technical"], (await service.Staff.Tickets(patient.ConversationId)).Select(ticket => ticket.Kind()).Order());
    }

    [Fact]
    public async Task Words_of_danger_whose_turn_failed_get_the_numbers_whoever_owns_the_conversation()
    {
        const string Danger = "I want to die. I can't do this anymore";
        Midway.In(service, Danger, () => throw new InvalidOperationException("cannot read"));
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Staff.Ticket(patient.ConversationId));
        Assert.Equal($"Something went wrong on our side and I could not answer. Our team has been told. {The.Numbers}", (await patient.Ask(Danger)).Text);
    }

    [Fact]
    public async Task Danger_whose_turn_failed_pages_the_person_on_call_at_night()
    {
        const string Danger = "I want to die";
        await using var night = await TestService.StartAsync();
        night.At(The.ClosedHour);
        Midway.In(night, Danger, () => throw new InvalidOperationException("cannot read"));
        var patient = night.Phone();
        await patient.Say(Danger);
        Assert.Equal(["crisis", "technical"], (await night.Staff.Tickets(await patient.ConversationId())).Select(ticket => ticket.Kind()).Order());
        await IsPagedAsync(night);
    }

    [Fact]
    public async Task Danger_said_in_pieces_whose_turn_failed_pages_too()
    {
        await using var night = await TestService.StartAsync();
        night.At(The.ClosedHour);
        Midway.In(night, "die", () => throw new InvalidOperationException("cannot read"));
        var patient = night.Phone();
        await patient.Say("I want to");
        await patient.Say("die");
        Assert.Contains("crisis", (await night.Staff.Tickets(await patient.ConversationId())).Select(ticket => ticket.Kind()));
        await IsPagedAsync(night);
    }

    [Fact]
    public async Task A_screen_that_fails_itself_rules_no_danger_out_and_pages()
    {
        await using var night = await TestService.StartAsync(new TestSetup
        {
            Patch = services => services.AddSingleton((SafetyScreen)RuntimeHelpers.GetUninitializedObject(typeof(SafetyScreen))),
        });
        night.At(The.ClosedHour);
        var patient = night.Phone();
        await patient.Say("hello");
        Assert.Equal(["emergency", "technical"], (await night.Staff.Tickets(await patient.ConversationId())).Select(ticket => ticket.Kind()).Order());
        await IsPagedAsync(night);
    }

    private static async Task IsPagedAsync(TestService night)
    {
        await night.Get<Poller>().LookAsync(default);
        await night.Settled();
        Assert.StartsWith("Mind Balance on call: someone needs a person now.", Assert.Single(night.Twilio.Sent, text => text.To == "+12815550141").Body);
    }

    [Fact]
    public async Task Nothing_of_the_patient_stands_in_the_log_of_the_failure()
    {
        var patient = service.Phone();
        await patient.Say(Words);
        Assert.Contains(service.Watchman.Lines, line => line.Contains("failed with InvalidOperationException"));
        service.Watchman.SawNothingOf(Words, patient.Phone, patient.Phone[2..]);
    }

    [Fact]
    public async Task The_next_message_is_answered_again()
    {
        var patient = await service.Web();
        await patient.Ask(Words);
        Assert.Equal("answered", (await patient.Ask("what is crps")).Outcome);
    }
}
