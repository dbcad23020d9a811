using System.Text.RegularExpressions;
using CommsBot.Handoff;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Staff.Visits;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Staff;

/// <summary>A booking request becomes a visit in two clicks: wholly or not at all, and prepared as the patient must be.</summary>
public sealed partial class BookingDeskTests : IAsyncLifetime
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };
    private static readonly DateTime At = new(2027, 3, 16, 9, 0, 0);
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync();
        service.At(The.OpenHour);
        await service.Get<StaffAccounts>().AddAsync(Dana.Name, "clinician", [The.Clinic]);
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_a_colleague_took_or_closed_meanwhile_is_not_booked(bool claimed)
    {
        var (phone, ticket) = await AskedAsync("2");
        var node = await service.Staff.Ticket(await phone.ConversationId());
        if (claimed) await service.Colleague.Claim(node);
        else await service.Colleague.Close(node, "Withdrawn by the patient");
        await service.Settled();
        var before = phone.Texts.Count;

        var refused = await BookAsync(ticket, phone, "infusion");
        Assert.Equal(claimed ? DeskOutcome.ForeignClaimed : DeskOutcome.Closed, refused.Outcome);
        await service.Settled();
        await using var db = service.Store.Read();
        Assert.False(await db.Appointments.AnyAsync());
        Assert.Equal(before, phone.Texts.Count);
    }

    [Fact]
    public async Task A_booked_request_is_closed_and_prepared_by_the_protocol_that_was_chosen()
    {
        var (phone, ticket) = await AskedAsync("2");
        Assert.True((await BookAsync(ticket, phone, "infusion")).IsDone);
        await using var db = service.Store.Read();
        var visit = await db.Appointments.SingleAsync();
        Assert.Equal(("infusion", $"request-{ticket.Id}"), (visit.Protocol, visit.Id));
        Assert.Equal((HandoffState.Closed, "Booked"), await db.Handoffs.Where(h => h.Id == ticket.Id).Select(h => ValueTuple.Create(h.State, h.Outcome!)).SingleAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-protocol")]
    public async Task Without_a_preparation_nothing_is_booked(string protocol)
    {
        var (phone, ticket) = await AskedAsync("1");
        Assert.Equal(DeskOutcome.Refused, (await BookAsync(ticket, phone, protocol)).Outcome);
        await using var db = service.Store.Read();
        Assert.False(await db.Appointments.AnyAsync());
    }

    [Theory]
    [InlineData("2", "infusion")]
    [InlineData("1", "")]
    public async Task The_form_offers_the_usual_preparation_to_who_has_been_here_and_asks_for_anybody_else(string been, string preselected)
    {
        var (_, ticket) = await AskedAsync(been);
        var page = await ConsolePages.ShowAsync<TicketPage>(service.App.Services, Dana, ticket.Id);
        var choices = Option().Matches(Choice().Match(page).Value).Select(option => (Id: option.Groups[1].Value, Selected: option.Value.Contains("selected", StringComparison.Ordinal), Title: option.Groups[2].Value)).ToList();
        Assert.Equal(preselected, choices.SingleOrDefault(choice => choice.Selected).Id ?? "");
        Assert.Contains(("first-consultation", false, "First consultation"), choices);
    }

    private Task<DeskResult> BookAsync(HandoffTicket ticket, SmsPatient phone, string protocol) =>
        service.Get<BookingDesk>().BookAsync(Dana, ticket, service.Clinic, new BookingWish("Ann Lee", phone.Phone, At, protocol, Confirmed: true));

    /// <param name="been">1: new here, 2: has been here.</param>
    private async Task<(SmsPatient Phone, HandoffTicket Ticket)> AskedAsync(string been)
    {
        var phone = service.Phone();
        foreach (var said in (string[])["I'd like to book an appointment", "Ann Lee", been, "3", "1", "1", "1"]) await phone.Say(said);
        var talk = await phone.ConversationId();
        await using var db = service.Store.Read();
        return (phone, await db.Handoffs.SingleAsync(h => h.ConversationId == talk));
    }

    [GeneratedRegex("<select id=\"book-protocol\".*?</select>", RegexOptions.Singleline)]
    private static partial Regex Choice();

    [GeneratedRegex("<option value=\"([^\"]*)\"[^>]*>([^<]*)</option>")]
    private static partial Regex Option();
}
