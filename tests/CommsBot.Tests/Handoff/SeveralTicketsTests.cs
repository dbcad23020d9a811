using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>One talk with several tickets: what one of them does must not undo what the others need.</summary>
public sealed class SeveralTicketsTests : IAsyncLifetime
{
    private const string Closed = "Our team has closed this chat. You can write again at any time and the automated assistant will answer first.";

    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]);
    private static readonly DeskPerson Lee = new("Lee Park", [The.Clinic]);
    private TestService service = null!;
    private VisitDesk desk = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync();
        desk = new VisitDesk(service);
        foreach (var person in (DeskPerson[])[Dana, Lee]) await service.Get<StaffAccounts>().AddAsync(person.Name, "clinician", [The.Clinic]);
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_ticket_closed_beside_a_waiting_crisis_gives_nothing_back_to_the_bot(bool byTheFrontDesk)
    {
        var phone = service.Phone();
        var closer = byTheFrontDesk ? service.FrontDesk : service.Staff;
        await phone.Say("Can I talk to a person?");
        var question = await service.Staff.Ticket(await phone.ConversationId());
        await closer.Claim(question);
        await phone.Say("I want to kill myself");
        await desk.LookAsync();
        await closer.Close(question);
        await service.Settled();

        Assert.DoesNotContain(phone.Texts, text => text.Contains("You are back", StringComparison.Ordinal));
        Assert.Equal(Ownership.Team, (await TalkAsync(await phone.ConversationId())).Owner);
        Assert.Empty(await phone.Say("I'd like to book an appointment"));

        var pages = Pages();
        await phone.Say("STOP");
        await desk.LookAsync();
        Assert.True(Pages() > pages, "Nobody was paged when a person in crisis wanted no more texts.");

        var crisis = (await service.Staff.Tickets(await phone.ConversationId())).Single(ticket => ticket.Kind() == "crisis");
        await service.Staff.Close(crisis);
        Assert.True((await TalkAsync(await phone.ConversationId())).BotOwns);
    }

    [Fact]
    public async Task A_ticket_closed_beside_a_crisis_that_its_owner_also_has_keeps_the_talk_with_the_owner()
    {
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        var question = await service.Staff.Ticket(patient.ConversationId);
        await patient.Say("I want to kill myself");
        var crisis = (await service.Staff.Tickets(patient.ConversationId)).Single(ticket => ticket.Kind() == "crisis");
        await service.Staff.Claim(question);
        await service.Staff.Claim(crisis);
        await service.Staff.Close(question);
        Assert.Equal(Dana.Name, (await TalkAsync(patient.ConversationId)).Owner);
    }

    [Fact]
    public async Task Whoever_passes_a_ticket_passes_all_they_have_of_that_talk()
    {
        var patient = await service.Web();
        await patient.Say("I need to move my appointment");
        await patient.Say("Can I talk to a person?");
        var tickets = await service.Staff.Tickets(patient.ConversationId);
        Assert.Equal(2, tickets.Count);
        foreach (var ticket in tickets) await service.Staff.Claim(ticket);
        Assert.True((await service.Get<HandoffMoves>().PassAsync(Dana, (string)tickets[0]["id"]!, Lee.Name)).IsDone);

        Assert.All(await service.Staff.Tickets(patient.ConversationId), ticket => Assert.Equal(Lee.Name, (string)ticket["claimedBy"]!));
        foreach (var ticket in tickets) await service.Colleague.Close(ticket);
        Assert.True((await TalkAsync(patient.ConversationId)).BotOwns);
    }

    [Fact]
    public async Task A_request_closed_before_anybody_came_is_not_left_without_a_word()
    {
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await service.Staff.Close(await service.Staff.Ticket(patient.ConversationId));
        Assert.Equal([Closed], (await patient.Read()).Select(message => message.Text));
        Assert.StartsWith("CRPS is short for", (await patient.Ask("What is CRPS?")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_closed_while_another_waits_is_not_called_the_end()
    {
        var patient = await service.Web();
        await patient.Say("I need to move my appointment");
        await patient.Say("Can I talk to a person?");
        await service.Staff.Close((await service.Staff.Tickets(patient.ConversationId)).Single(ticket => ticket.Kind() == "question"));
        Assert.Empty(await patient.Read());
    }

    [Fact]
    public async Task The_front_desk_may_take_a_report_of_a_bad_reaction_and_only_a_clinician_closes_it()
    {
        var patient = await service.Web();
        await patient.Say("I had a bad reaction to the infusion last week");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        Assert.Equal("adverse", ticket.Kind());
        await service.FrontDesk.Claim(ticket);
        using var refused = await service.FrontDesk.Send(HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/close", new { outcome = "Answered" });
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("claimed", (string)(await service.Staff.Ticket(patient.ConversationId))["state"]!);
    }

    [Fact]
    public async Task A_clinician_closes_a_report_of_a_bad_reaction()
    {
        var patient = await service.Web();
        await patient.Say("I had a bad reaction to the infusion last week");
        await service.Staff.Close(await service.Staff.Ticket(patient.ConversationId));
        Assert.Equal("closed", (string)(await service.Staff.Ticket(patient.ConversationId))["state"]!);
    }

    [Fact]
    public async Task What_only_a_nurse_may_answer_is_not_said_by_the_bot_once_a_person_came()
    {
        var phone = service.Phone();
        service.Twilio.Always = TwilioFault.TooMany;
        await phone.Post("How much ketamine will you give me?");
        await service.Until("the answer waits for the provider", async () =>
        {
            await using var db = service.Store.Read();
            var hash = db.Cipher.LookUpHash(phone.Phone);
            return await db.Outbound.AnyAsync(text => text.ToHash == hash) && service.Twilio.Creates > 0;
        });
        await service.Staff.Claim(await service.Staff.Ticket(await phone.ConversationId()));
        service.Twilio.Always = null;
        await service.Settled();
        Assert.Contains("has joined this chat", Assert.Single(phone.Texts), StringComparison.Ordinal);
    }

    private int Pages() => service.Twilio.Sent.Count(text => text.To is "+12815550141" or "+12815550142");

    private async Task<Conversation> TalkAsync(string id)
    {
        await using var db = service.Store.Read();
        return await db.Conversations.SingleAsync(conversation => conversation.Id == id);
    }
}
