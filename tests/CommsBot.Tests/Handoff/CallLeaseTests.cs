using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Handoff;

/// <summary>A call to make has no talk that holds a lease: who claims it and is gone does not keep it from the others.</summary>
public sealed class CallLeaseTests : IAsyncLifetime
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };
    private TestService service = null!;
    private VisitDesk desk = null!;
    private JsonNode call = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync();
        desk = new VisitDesk(service);
        await service.Get<StaffAccounts>().AddAsync(Dana.Name, "clinician", [The.Clinic]);
        service.At(The.OpenHour);
        await desk.BookAsync("held", new { state = "held", setBy = "Dana Example RN" });
        call = await desk.OpenCallAsync("held");
        Assert.Null((await desk.TicketAsync(call)).ConversationId);
        await service.Staff.Claim(call);
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task A_claimed_call_whose_owner_gives_no_sign_returns_to_the_queue()
    {
        await AfterAsync(29);
        Assert.Equal((HandoffState.Claimed, Dana.Name), await StandsAsync());
        await AfterAsync(1);
        Assert.Equal((HandoffState.Waiting, null), await StandsAsync());
        await service.Colleague.Claim(call);
    }

    [Fact]
    public async Task Its_open_page_keeps_it()
    {
        await AfterAsync(20);
        await ConsolePages.ShowAsync<TicketPage>(service.App.Services, Dana, (string)call["id"]!);
        await AfterAsync(20);
        Assert.Equal((HandoffState.Claimed, Dana.Name), await StandsAsync());
        await AfterAsync(10);
        Assert.Equal((HandoffState.Waiting, null), await StandsAsync());
    }

    [Fact]
    public async Task An_act_of_its_owner_keeps_it()
    {
        await AfterAsync(20);
        await service.Staff.Post($"/api/handoffs/{call["id"]}/notes", new { text = "The line is busy." });
        await AfterAsync(20);
        Assert.Equal((HandoffState.Claimed, Dana.Name), await StandsAsync());
        await AfterAsync(10);
        Assert.Equal((HandoffState.Waiting, null), await StandsAsync());
    }

    [Fact]
    public async Task Who_was_not_reached_is_called_again_by_whoever_is_free_and_paged_when_no_hour_is_left()
    {
        Assert.True((await service.Get<HandoffMoves>().CallAgainAsync(Dana, (string)call["id"]!)).IsDone);
        var ticket = await desk.TicketAsync(call);
        Assert.Equal((HandoffState.Waiting, null), (ticket.State, ticket.ClaimedBy));
        Assert.NotNull(ticket.SnoozedUntil);

        service.At("2027-03-15T16:30-05:00");
        await service.Staff.Claim(call);
        var pages = Pages();
        Assert.True((await service.Get<HandoffMoves>().CallAgainAsync(Dana, (string)call["id"]!)).IsDone);
        await desk.LookAsync();
        Assert.True(Pages() > pages, "Nobody was paged though the fast begins before the clinic opens again.");
    }

    private int Pages() => service.Twilio.Sent.Count(text => text.To is "+12815550141" or "+12815550142");

    private async Task<(HandoffState, string?)> StandsAsync()
    {
        var ticket = await desk.TicketAsync(call);
        return (ticket.State, ticket.ClaimedBy);
    }

    private Task AfterAsync(int minutes)
    {
        service.Later(TimeSpan.FromMinutes(minutes));
        return desk.LookAsync();
    }
}
