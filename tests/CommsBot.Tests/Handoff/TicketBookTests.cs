using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Tests.Staff;

namespace CommsBot.Tests.Handoff;

public sealed class TicketBookTests(DeskService service) : IClassFixture<DeskService>
{
    private static readonly DateTimeOffset Nine = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_wish_of_the_same_conversation_joins_the_open_ticket_and_raises_it_again()
    {
        var first = await service.WebTicket();
        var conversation = (await service.ConversationOf(first)).Id;
        var opened = (await service.Ticket(first)).WaitingSince;

        var second = await Open(Asked(conversation) with { Summary = [new("Message", "Anybody?", 3), new("Phone", "(281) 555-0142", 3)], TimeCritical = true });

        Assert.Equal(first, second);
        var ticket = await service.Ticket(first);
        Assert.Equal((opened, Nine), (ticket.WaitingSince, ticket.RaisedAt!.Value));
        Assert.Equal([new SummaryField("Message", "Hello", 1), new SummaryField("Message", "Anybody?", 3), new SummaryField("Phone", "(281) 555-0142", 3)], Packet.Read(ticket.Summary));
    }

    [Fact]
    public async Task What_was_not_given_again_does_not_erase_what_was_given()
    {
        var first = await service.WebTicket();
        await Open(Asked((await service.ConversationOf(first)).Id) with { Summary = [new("Message", null)] });
        Assert.Equal("Hello", Packet.Read((await service.Ticket(first)).Summary)[0].Value);
    }

    [Fact]
    public async Task Another_kind_another_visit_and_a_closed_ticket_open_a_new_one()
    {
        var first = await service.WebTicket();
        var conversation = (await service.ConversationOf(first)).Id;
        var clinical = await Open(Asked(conversation) with { Kind = HandoffKind.Clinical });
        var visit = await Open(Asked(conversation) with { AppointmentId = "visit-1" });
        await service.Post(DeskService.StaffKey, $"/api/handoffs/{first}/close", new { outcome = "Answered" });
        var later = await Open(Asked(conversation));
        Assert.Equal(4, new[] { first, clinical, visit, later }.Distinct().Count());
    }

    [Fact]
    public async Task A_task_with_a_key_exists_once_even_after_it_was_closed()
    {
        var asked = Asked(null) with { Kind = HandoffKind.Call, UniqueKey = "consent visit-9", AppointmentId = "visit-9" };
        var first = await Open(asked);
        Assert.Equal(first, await Open(asked));
        await service.Post(DeskService.StaffKey, $"/api/handoffs/{first}/close", new { outcome = "Reached by phone" });
        Assert.Equal(first, await Open(asked));
        Assert.Equal(HandoffState.Closed, (await service.Ticket(first)).State);
    }

    [Fact]
    public async Task A_task_without_a_conversation_can_be_claimed_but_not_written_to()
    {
        var task = await Open(Asked(null) with { Kind = HandoffKind.Call });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await service.Post(DeskService.StaffKey, $"/api/handoffs/{task}/messages", new { text = "Hello" })).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await service.Post(DeskService.StaffKey, $"/api/handoffs/{task}/claim", new { })).StatusCode);
        Assert.Equal("Dana Reed", (await service.Ticket(task)).ClaimedBy);
    }

    [Fact]
    public void Urgency_stands_in_the_order_of_danger()
    {
        int[] order =
        [
            Urgency.Of(HandoffKind.Crisis), Urgency.Of(HandoffKind.Emergency), Urgency.Of(HandoffKind.Call, timeCritical: true), Urgency.Of(HandoffKind.Clinical),
            Urgency.Of(HandoffKind.Adverse), Urgency.Of(HandoffKind.Call), Urgency.Of(HandoffKind.Booking), Urgency.Of(HandoffKind.Question), Urgency.Of(HandoffKind.Technical),
        ];
        Assert.Equal(order.Order(), order);
        Assert.Equal(order.Length, order.Distinct().Count());
        Assert.Equal(Urgency.Of(HandoffKind.Booking), Urgency.Of(HandoffKind.Booking, timeCritical: true));
    }

    private async Task<string> Open(NewTicket asked) => await service.Store.Write(async db => (await TicketBook.OpenAsync(db, asked, Nine)).Id);

    private static NewTicket Asked(string? conversation) => new(DeskService.Clinic, HandoffKind.Question, [], Language.English, conversation);
}
