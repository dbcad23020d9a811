using System.Collections.Concurrent;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff.Presence;
using CommsBot.Staff.Queue;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>Who opens a ticket is news for whoever has the same ticket open; two hundred open queues are left alone.</summary>
public sealed class PresenceTests(DeskService desk) : IClassFixture<DeskService>
{
    [Fact]
    public async Task Opening_and_leaving_a_ticket_is_told_to_its_own_pages_and_the_queue_is_not_read_anew()
    {
        var ticket = await desk.WebTicket();
        var (viewers, work) = (desk.Get<Viewers>(), desk.Get<OpenWorkReader>());
        var before = await work.ReadAsync(default);
        var heard = new ConcurrentQueue<Change>();
        using (desk.Get<Changes>().Subscribe(heard.Enqueue))
        {
            await viewers.LookAsync(DeskService.Clinic, ticket, "Lee Park", default);
            Assert.Equal([new Onlooker("Lee Park", Typing: false)], await viewers.OthersAsync(ticket, "Dana Reed", default));
            await viewers.LeaveAsync(DeskService.Clinic, ticket, "Lee Park");
        }

        var told = new Change(DeskService.Clinic, OnlookersOf: ticket);
        Assert.Equal([told, told], heard);
        Assert.Same(before, await work.ReadAsync(default));
        Assert.Empty(await viewers.OthersAsync(ticket, "Dana Reed", default));
    }

    [Fact]
    public async Task Two_people_on_two_tickets_of_one_talk_and_who_watches_the_talk_see_each_other()
    {
        var one = await desk.WebTicket();
        var talk = (await desk.ConversationOf(one)).Id;
        var other = await desk.WebTicket(HandoffKind.Booking, talk);
        var (lee, sol) = (new DeskPerson("Lee Park", [DeskService.Clinic]), new DeskPerson("Sol Ito", [DeskService.Clinic]));
        await using (await ConsoleScreen.OpenAsync<TicketPage>(desk.App.Services, lee, null, ("Id", one)))
        await using (await ConsoleScreen.OpenAsync<ConversationPage>(desk.App.Services, sol, null, ("Id", talk)))
        {
            await using var page = await ConsoleScreen.OpenAsync<TicketPage>(desk.App.Services, new DeskPerson("Dana Reed", [DeskService.Clinic]), null, ("Id", other));
            Assert.Contains("Lee Park is looking. Sol Ito is looking.", await page.HtmlAsync());
            await using var watching = await ConsoleScreen.OpenAsync<ConversationPage>(desk.App.Services, sol, null, ("Id", talk));
            Assert.Contains("Dana Reed is looking. Lee Park is looking.", await watching.HtmlAsync());
        }

        await using var left = await ConsoleScreen.OpenAsync<TicketPage>(desk.App.Services, new DeskPerson("Dana Reed", [DeskService.Clinic]), null, ("Id", other));
        Assert.DoesNotContain("is looking", await left.HtmlAsync());
    }

    [Fact]
    public async Task Who_opens_the_ticket_that_names_them_is_not_named_in_the_queue_any_more()
    {
        var ticket = await desk.WebTicket();
        await desk.Store.Write(db =>
        {
            db.NoteMentions.Add(new NoteMention { ClinicId = DeskService.Clinic, TicketId = ticket, Person = "Lee Park", By = "Dana Reed", At = DateTimeOffset.UnixEpoch });
            return Task.CompletedTask;
        });
        desk.Get<Changes>().Publish(new Change(DeskService.Clinic));
        Assert.True(await IsNamedAsync(ticket));

        await Mentions.SeenAsync(desk.Store, desk.Get<Changes>(), await desk.Ticket(ticket), "Lee Park", DateTimeOffset.UnixEpoch, default);
        Assert.False(await IsNamedAsync(ticket));
    }

    private async Task<bool> IsNamedAsync(string ticket) =>
        (await desk.Get<QueueReader>().QueueAsync(new DeskPerson("Lee Park", [DeskService.Clinic]), default)).Bands.SelectMany(band => band.Rows).Single(row => row.Id == ticket).Mentioned;
}
