using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>How the on-call people are paged about danger (clinic-day 4 and 5).</summary>
public sealed class DangerPagesTests
{
    private const string First = "+12815550141";
    private const string Second = "+12815550142";

    [Fact]
    public async Task A_flood_of_web_crises_answers_each_and_ends_in_one_page_that_counts_them()
    {
        await using var service = await TestService.StartAsync();
        for (var visitor = 0; visitor < 13; visitor++)
            Assert.Equal("crisis", (await (await service.Web()).Ask("I want to die")).Outcome);
        await LookAsync(service);

        Assert.Equal(10, Alone(service));
        Assert.Single(Floods(service, First));
        Assert.Single(Floods(service, Second));
        Assert.Equal(13, (await service.Staff.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Count(ticket => (string?)ticket!["kind"] == "crisis"));

        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.StartsWith("Mind Balance on call: 13 web crises waiting, possible flood.", Floods(service, First)[^1]);
    }

    [Fact]
    public async Task Three_crises_from_one_address_page_and_the_fourth_shares_a_page_while_another_address_still_pages()
    {
        await using var service = await TestService.StartAsync();
        var visitors = new List<WebPatient>();
        for (var tab = 0; tab < 5; tab++)
        {
            visitors.Add(await new WebPatient(service, "203.0.113.7").Open());
            Assert.Equal("crisis", (await visitors[^1].Ask("I want to die")).Outcome);
        }

        await LookAsync(service);
        Assert.Equal(3, Alone(service));
        Assert.Single(Floods(service, First));
        Assert.Equal(5, (await service.Staff.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Count(ticket => (string?)ticket!["kind"] == "crisis"));

        await (await new WebPatient(service, "2001:db8:1:2::9").Open()).Ask("I want to die");
        await LookAsync(service);
        Assert.Equal(4, Alone(service));
    }

    [Fact]
    public async Task A_crisis_that_gets_worse_is_paged_again_at_once()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Ask("I want to die");
        await LookAsync(service);
        await patient.Say("I want to die");
        await LookAsync(service);
        Assert.Empty(Bodies(service, Second));
        await patient.Ask("i took all my pills");
        await LookAsync(service);
        Assert.Single(Bodies(service, First));
        Assert.Single(Bodies(service, Second));
    }

    [Fact]
    public async Task A_claimed_crisis_that_gets_worse_is_paged_once_more_and_a_plain_repeat_is_not()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Ask("I want to die");
        await LookAsync(service);
        await service.Staff.Claim(await service.Staff.Ticket(patient.ConversationId));
        await patient.Say("I want to die");
        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.Equal(1, Alone(service));

        await patient.Say("i took all my pills");
        await LookAsync(service);
        Assert.Single(Bodies(service, Second));
        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.Equal(2, Alone(service));
        Assert.Equal("claimed", (string)(await service.Staff.Ticket(patient.ConversationId))["state"]!);
    }

    [Fact]
    public async Task A_crisis_claimed_before_anybody_was_paged_pages_nobody_until_it_is_given_back()
    {
        await using var service = await TestService.StartAsync();
        var dana = new DeskPerson(The.StaffMember, [The.Clinic]) { Role = "clinician" };
        await service.Get<StaffAccounts>().AddAsync(dana.Name, "clinician", [The.Clinic]);
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Staff.Ticket(patient.ConversationId));
        var id = await service.Store.Write(async db =>
        {
            var chat = await db.Conversations.SingleAsync(c => c.Id == patient.ConversationId);
            var ticket = await TicketBook.OpenAsync(db, NewTicket.About(chat, HandoffKind.Crisis, []), service.Get<ClinicClock>().UtcNow);
            (ticket.State, ticket.ClaimedBy, ticket.PagedAt) = (HandoffState.Claimed, dana.Name, service.Get<ClinicClock>().UtcNow);
            return ticket.Id;
        });
        await LookAsync(service);
        Assert.Equal(0, Alone(service));

        await service.Get<HandoffMoves>().ReleaseAsync(dana, id);
        await LookAsync(service);
        Assert.Equal(1, Alone(service));
    }

    [Fact]
    public async Task A_crisis_is_not_passed_to_the_front_desk_and_goes_on_paging_until_a_clinician_has_it()
    {
        await using var service = await TestService.StartAsync();
        foreach (var (name, role) in ((string, string)[])[(The.StaffMember, "clinician"), ("Fran Desk", "staff"), ("Nora Nurse", "clinician")])
            await service.Get<StaffAccounts>().AddAsync(name, role, [The.Clinic]);
        var dana = new DeskPerson(The.StaffMember, [The.Clinic]) { Role = "clinician" };
        var patient = await service.Web();
        await patient.Ask("I want to die");
        await LookAsync(service);
        var id = (string)(await service.Staff.Ticket(patient.ConversationId))["id"]!;
        Assert.Equal(["Nora Nurse"], (await service.Get<TicketReader>().ReadAsync(dana, id, 10, default))!.Takers.Select(taker => taker.Name));

        var refused = await service.Get<HandoffMoves>().PassAsync(dana, id, "Fran Desk");
        Assert.Equal((DeskOutcome.Refused, "The front desk cannot take a crisis or an emergency. Choose a clinician or an administrator."), (refused.Outcome, refused.Reason));
        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.Equal(2, Alone(service));

        Assert.True((await service.Get<HandoffMoves>().PassAsync(dana, id, "Nora Nurse")).IsDone);
        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.Equal(2, Alone(service));
    }

    [Fact]
    public async Task The_spending_stop_pages_at_night_too_until_somebody_has_it_and_crisis_replies_still_leave()
    {
        const string Waiting = "a request has waited too long for a person.";
        await using var service = await TestService.StartAsync(new TestSetup { Args = ["--Spending:ClinicPerHour=10"] });
        service.At("2027-03-09T02:00-06:00");
        await service.Store.Write(db =>
        {
            for (var i = 0; i < 10; i++)
                OutboxQueue.Add(db, new NewText(The.Clinic, MessageClass.Staff, PhoneNumber.Parse($"+1713555{2000 + i}"), $"text {i}", Language.English, $"spend-{i}", service.Get<ClinicClock>().UtcNow));
            return Task.CompletedTask;
        });
        await LookAsync(service);

        await service.Phone("+17135552990").Say("I want to die");
        await LookAsync(service);
        Assert.Contains(service.Twilio.Sent, text => text.To == "+17135552990" && text.Body.Contains("988"));
        Assert.Single(Bodies(service, First), body => body.Contains(Waiting));
        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.Single(Bodies(service, Second), body => body.Contains(Waiting));

        await service.Staff.Claim((await service.Staff.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Single(ticket => (string?)ticket!["kind"] == "technical")!);
        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.Equal(2, Bodies(service, First).Concat(Bodies(service, Second)).Count(body => body.Contains(Waiting)));
    }

    private static int Alone(TestService service) =>
        Bodies(service, First).Concat(Bodies(service, Second)).Count(body => body.StartsWith("Mind Balance on call: someone needs a person now.", StringComparison.Ordinal));

    private static IReadOnlyList<string> Floods(TestService service, string to) => [.. Bodies(service, to).Where(body => body.Contains("possible flood"))];

    private static IReadOnlyList<string> Bodies(TestService service, string to) => [.. service.Twilio.Sent.Where(text => text.To == to).Select(text => text.Body)];

    private static async Task LookAsync(TestService service)
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
    }
}
