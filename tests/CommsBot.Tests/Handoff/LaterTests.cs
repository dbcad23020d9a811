using System.Globalization;
using CommsBot.Appointments.Stopping;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff.Queue;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>What a person writes for later: said at its moment, or handed to somebody who decides (clinic-day 1 and 39).</summary>
public sealed class LaterTests : IAsyncLifetime
{
    private const string Words = "Please bring your papers on Friday.";

    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]);
    private static readonly DeskPerson Lee = new("Lee Park", [The.Clinic]);
    private static readonly DeskPerson Nora = new("Nora Clinician", [The.Clinic]) { Role = "clinician" };
    private static readonly DeskPerson Boss = new("Ada Boss", [The.Clinic]) { Role = "administrator" };
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync();
        foreach (var (person, role) in ((DeskPerson, string)[])[(Dana, "staff"), (Lee, "staff"), (Nora, "clinician"), (Boss, "administrator")])
            await service.Get<StaffAccounts>().AddAsync(person.Name, role, [The.Clinic]);
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task It_is_sent_at_its_time_and_not_before_also_when_the_talk_went_back_to_the_bot()
    {
        var (phone, ticket) = await WrittenAsync(TimeSpan.FromHours(2));
        await service.Get<HandoffDesk>().CloseAsync(Dana, ticket, "Answered");
        await AfterAsync(TimeSpan.FromHours(2) - TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
        await AfterAsync(TimeSpan.FromMinutes(1));
        Assert.Single(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
        await AfterAsync(TimeSpan.FromHours(1));
        Assert.Single(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
        var said = (await service.Staff.Activities(await phone.ConversationId())).Last(entry => (string)entry["from"]! == "staff");
        Assert.Equal((Words, Dana.Name), ((string)said["text"]!, (string)said["author"]!));
    }

    [Fact]
    public async Task It_is_sent_when_its_author_has_gone_home()
    {
        var (phone, _) = await WrittenAsync(TimeSpan.FromHours(2));
        await service.Get<StaffAccounts>().LeaveAsync(Dana.Name);
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.Single(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_disabled_leaves_it_to_an_administrator_at_once()
    {
        var (phone, _) = await WrittenAsync(TimeSpan.FromHours(2));
        await service.Get<StaffAccounts>().DisableAsync(Dana.Name);
        var left = await NotSentAsync(phone);
        Assert.Equal([("Not sent", Words), ("Written by", Dana.Name)], left.Select(field => (field.Name, field.Value!)));
        Assert.Equal((true, false), (await MentionedAsync(Boss), await MentionedAsync(Lee)));
        await AfterAsync(TimeSpan.FromHours(3));
        Assert.DoesNotContain(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whose_talk_a_colleague_has_now_does_not_speak_into_it_and_the_colleague_reads_what_was_meant()
    {
        var (phone, ticket) = await WrittenAsync(TimeSpan.FromMinutes(5));
        await service.Get<HandoffMoves>().PassAsync(Dana, ticket, Lee.Name);
        await AfterAsync(TimeSpan.FromMinutes(5));
        Assert.DoesNotContain(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
        Assert.Equal([("Not sent", Words), ("Written by", Dana.Name)], (await NotSentAsync(phone)).Select(field => (field.Name, field.Value!)));
        await using var db = service.Store.Read();
        Assert.Equal(Lee.Name, (await db.Handoffs.SingleAsync(h => h.Id == ticket)).ClaimedBy);
    }

    [Fact]
    public async Task Who_opted_out_meanwhile_gets_nothing_and_somebody_is_asked_to_call()
    {
        var (phone, _) = await WrittenAsync(TimeSpan.FromHours(2));
        await phone.Say("STOP");
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.DoesNotContain(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
        Assert.Equal(Words, (await NotSentAsync(phone))[0].Value);
    }

    [Theory]
    [InlineData("WrongNumber")]
    [InlineData("Asked")]
    [InlineData("Deceased")]
    public async Task Whom_nobody_may_contact_any_more_it_does_not_reach_and_somebody_decides_at_once(string reason)
    {
        var (phone, ticket) = await WrittenAsync(TimeSpan.FromHours(2));
        var visit = $"later-{reason}";
        await service.Appointments.Put($"/api/appointments/{visit}", new { patient = new { firstName = "Ana", phone = phone.Phone }, startsAt = "2027-03-18T09:00:00-05:00", status = "booked" });

        Assert.Null((await service.Get<ContactStops>().StopPatientAsync(Dana, The.Clinic, visit, Enum.Parse<BlockReason>(reason))).Refusal);

        Assert.Equal([("Not sent", Words), ("Written by", Dana.Name)], (await NotSentAsync(phone)).Select(field => (field.Name, field.Value!)));
        Assert.True((await service.Get<HandoffMoves>().WriteLaterAsync(Dana, ticket, "Another word.", service.Get<ClinicClock>().UtcNow + TimeSpan.FromHours(1))).IsDone);
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.DoesNotContain(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal) || text.Contains("Another word.", StringComparison.Ordinal));
        Assert.Contains("Another word.", (await NotSentAsync(phone)).Select(field => field.Value));
    }

    [Theory]
    [InlineData("2027-03-09T05:30-06:00", "5:30 AM")]
    [InlineData("2027-03-09T10:00-06:00", null)]
    [InlineData("2027-03-08T22:15-06:00", "10:15 PM")]
    public async Task The_chosen_hour_is_looked_at_on_the_patients_clock(string chosen, string? asks)
    {
        var (_, ticket) = await WrittenAsync(TimeSpan.FromHours(2));
        var sheet = await service.Get<TicketReader>().ReadAsync(Dana, ticket, 10, default);
        Assert.Equal((null, asks), (sheet!.QuietTime, sheet.QuietTimeAt(DateTimeOffset.Parse(chosen, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Who_answers_what_staff_had_sent_later_reaches_the_team_and_not_the_bot()
    {
        var (phone, ticket) = await WrittenAsync(TimeSpan.FromHours(2));
        await service.Get<HandoffDesk>().CloseAsync(Dana, ticket, "Answered");
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.Equal("resting", await BandAsync(phone));
        Assert.Empty(await phone.Say("Thanks!"));
        Assert.Equal("resting", await BandAsync(phone));

        service.Later(TimeSpan.FromMinutes(1));
        Assert.Empty(await phone.Say("Which papers do you mean?"));
        Assert.Equal("other", await BandAsync(phone));
        var open = Assert.Single(await service.Staff.Tickets(await phone.ConversationId()), one => (string?)one["state"] != "closed");
        Assert.Equal(("waiting", "later-said"), ((string)open["state"]!, (string)open["reason"]!));
        await service.Staff.Claim(open);
        await service.Staff.Close(open);
        await service.Settled();
        Assert.Contains("You are back", phone.Texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_somebody_is_in_danger_it_is_not_said_by_who_is_not_in_the_talk()
    {
        var (phone, ticket) = await WrittenAsync(TimeSpan.FromHours(2));
        await service.Get<HandoffDesk>().CloseAsync(Dana, ticket, "Answered");
        await phone.Say("I want to kill myself");
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.DoesNotContain(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
        Assert.Equal(Words, (await NotSentAsync(phone))[0].Value);
    }

    [Fact]
    public async Task What_was_written_before_a_danger_is_not_said_after_it_and_answers_no_alarm()
    {
        var (phone, _) = await WrittenAsync(TimeSpan.FromMinutes(5));
        service.Later(TimeSpan.FromMinutes(1));
        await phone.Say("I want to kill myself");
        var crisis = await DangerAsync(phone);
        Assert.Equal([true], (await ShownAsync(crisis)).Select(shown => shown.IsOvertaken));

        await AfterAsync(TimeSpan.FromMinutes(4));

        Assert.DoesNotContain(phone.Texts, text => text.Contains(Words, StringComparison.Ordinal));
        Assert.Equal([("Not sent", Words), ("Written by", Dana.Name)], (await NotSentAsync(phone)).Select(field => (field.Name, field.Value!)));
        Assert.Contains("danger", await WhyAsync(phone), StringComparison.Ordinal);
        // The owner has said nothing: a colleague may take the talk, and the patient hears when somebody will answer.
        Assert.True((await service.Get<HandoffMoves>().TakeOverAsync(Nora, crisis, Dana.Name)).IsDone);
    }

    [Theory]
    [InlineData("Reached", false)]
    [InlineData(ClosedTicket.FalseAlarm, true)]
    public async Task A_danger_that_was_closed_meanwhile_still_stands_between_unless_it_was_none(string outcome, bool isSaid)
    {
        var (phone, _) = await WrittenAsync(TimeSpan.FromHours(2));
        service.Later(TimeSpan.FromMinutes(1));
        await phone.Say("I want to kill myself");
        Assert.True((await service.Get<HandoffDesk>().CloseAsync(Boss, await DangerAsync(phone), outcome, "Talked to the patient.")).IsDone);
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.Equal(isSaid, phone.Texts.Any(text => text.Contains(Words, StringComparison.Ordinal)));
        Assert.Equal(!isSaid, (await NotSentAsync(phone)).Any(field => field.Value == Words));
    }

    [Fact]
    public async Task What_its_owner_wrote_after_the_danger_is_said_and_what_was_written_before_it_was_said_again_is_not()
    {
        service.At(The.OpenHour);
        var phone = service.Phone();
        await phone.Say("I want to kill myself");
        var crisis = await DangerAsync(phone);
        await LaterAsync(Nora, crisis, "I will call you at ten past.", TimeSpan.FromMinutes(10));
        await LaterAsync(Nora, crisis, "How was your lunch?", TimeSpan.FromHours(1));
        await AfterAsync(TimeSpan.FromMinutes(10));
        Assert.Single(phone.Texts, text => text.Contains("ten past", StringComparison.Ordinal));

        await phone.Say("I took all my pills");
        await AfterAsync(TimeSpan.FromHours(1));
        Assert.DoesNotContain(phone.Texts, text => text.Contains("lunch", StringComparison.Ordinal));
        Assert.Equal("How was your lunch?", (await NotSentAsync(phone))[0].Value);
    }

    [Fact]
    public async Task It_answers_nothing_that_the_patient_asked_after_it_was_written()
    {
        var (phone, ticket) = await WrittenAsync(TimeSpan.FromMinutes(20));
        Assert.True((await service.Get<HandoffDesk>().WriteAsync(Dana, ticket, "I am here until noon.")).IsDone);
        service.Later(TimeSpan.FromMinutes(15));
        await phone.Say("Which papers do you mean?");
        await AfterAsync(TimeSpan.FromMinutes(5));
        Assert.EndsWith(Words, phone.Texts[^1]);
        await AfterAsync(TimeSpan.FromMinutes(6));
        await service.Get<Waits>().LookAsync(default);
        await service.Settled();
        Assert.Contains("911", phone.Texts[^1], StringComparison.Ordinal);
    }

    private async Task LaterAsync(DeskPerson who, string ticket, string words, TimeSpan later)
    {
        service.Later(TimeSpan.FromSeconds(30));
        Assert.True((await service.Get<HandoffMoves>().WriteLaterAsync(who, ticket, words, service.Get<ClinicClock>().UtcNow + later)).IsDone);
    }

    private async Task<string> DangerAsync(SmsPatient phone) =>
        (string)(await service.Reader.Tickets(await phone.ConversationId())).Single(ticket => ticket.Kind() is "crisis")["id"]!;

    private async Task<IReadOnlyList<LaterLine>> ShownAsync(string ticket) => (await service.Get<TicketReader>().ReadAsync(Nora, ticket, 10, default))!.Later;

    private async Task<string> WhyAsync(SmsPatient phone)
    {
        var talk = await phone.ConversationId();
        await using var db = service.Store.Read();
        var tickets = await db.Handoffs.Where(h => h.ConversationId == talk && h.State != HandoffState.Closed).ToListAsync();
        return string.Join('\n', tickets.SelectMany(ticket => Packet.Read(ticket.Summary)).Where(field => field.Name == "Not sent because").Select(field => field.Value));
    }

    private async Task<string> BandAsync(SmsPatient phone)
    {
        var talk = await phone.ConversationId();
        return (await service.Get<QueueReader>().QueueAsync(Dana, default)).Bands.Single(band => band.Rows.Any(row => row.ConversationId == talk)).Key;
    }

    private async Task<(SmsPatient Phone, string Ticket)> WrittenAsync(TimeSpan later)
    {
        service.At(The.OpenHour);
        var phone = service.Phone();
        await phone.Say("I want to talk to a person");
        var ticket = (string)(await service.Staff.Ticket(await phone.ConversationId()))["id"]!;
        Assert.True((await service.Get<HandoffMoves>().WriteLaterAsync(Dana, ticket, Words, service.Get<ClinicClock>().UtcNow + later)).IsDone);
        return (phone, ticket);
    }

    private async Task AfterAsync(TimeSpan time)
    {
        service.Later(time);
        await service.Get<LaterMessages>().LookAsync(default);
        await service.Settled();
    }

    private async Task<IReadOnlyList<SummaryField>> NotSentAsync(SmsPatient phone)
    {
        var talk = await phone.ConversationId();
        await using var db = service.Store.Read();
        var tickets = await db.Handoffs.Where(h => h.ConversationId == talk && h.State != HandoffState.Closed).ToListAsync();
        return [.. tickets.SelectMany(ticket => Packet.Read(ticket.Summary)).Where(field => field.Name is "Not sent" or "Written by")];
    }

    private async Task<bool> MentionedAsync(DeskPerson person) =>
        (await service.Get<QueueReader>().QueueAsync(person, default)).Bands.SelectMany(band => band.Rows).Any(row => row.Mentioned);
}
