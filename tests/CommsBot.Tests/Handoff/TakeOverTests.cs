using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>A crisis or an emergency that comes up in a talk a colleague has.</summary>
public sealed class TakeOverTests(TestService service) : IClassFixture<TestService>, IAsyncLifetime
{
    private const string FirstOnCall = "+12815550141";
    private const string SecondOnCall = "+12815550142";

    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };
    private static readonly DeskPerson Lee = new("Lee Park", [The.Clinic]) { Role = "clinician" };
    private static readonly DeskPerson Fay = new("Fay Dunn", [The.Clinic]);

    public Task InitializeAsync()
    {
        service.At(The.OpenHour);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Any_clinician_acknowledges_the_page_at_once_and_the_colleague_goes_on_speaking()
    {
        var (chat, question, crisis) = await CrisisWithAsync(service.FrontDesk);
        await LookAsync();
        var pages = Pages();
        await service.Colleague.Claim(crisis);

        Assert.Equal("Lee Park", (string)(await service.Reader.Get($"/api/handoffs/{crisis["id"]}"))["claimedBy"]!);
        Assert.Equal(Fay.Name, (await TalkAsync(chat)).Owner);
        service.Later(TimeSpan.FromMinutes(6));
        await service.FrontDesk.Post($"/api/handoffs/{question["id"]}/messages", new { text = "I am here with you." });
        await LookAsync();
        Assert.Equal(pages, Pages());

        // Who only has the alarm does not speak in a colleague's talk, and closes what they were paged for.
        Assert.Equal(HttpStatusCode.Conflict, (await service.Colleague.Send(HttpMethod.Post, $"/api/handoffs/{crisis["id"]}/messages", new { text = "Hello" })).StatusCode);
        await service.Colleague.Close(crisis);
        Assert.Equal(Fay.Name, (await TalkAsync(chat)).Owner);
        await service.FrontDesk.Close(question);
        Assert.True((await TalkAsync(chat)).BotOwns);
    }

    [Fact]
    public async Task An_acknowledged_crisis_keeps_the_talk_from_the_bot_when_its_owner_is_done_and_rings_again_when_whoever_has_it_leaves()
    {
        var (chat, question, crisis) = await CrisisWithAsync(service.FrontDesk);
        await LookAsync();
        await service.Colleague.Claim(crisis);
        await service.FrontDesk.Close(question);
        Assert.Equal(Ownership.Team, (await TalkAsync(chat)).Owner);

        service.Later(TimeSpan.FromMinutes(service.Clinic.Numbers.OwnerLeaseMinutes + 1));
        var pages = Pages();
        await LookAsync();
        Assert.Equal("waiting", (string)(await service.Reader.Get($"/api/handoffs/{crisis["id"]}"))["state"]!);
        await LookAsync();
        Assert.True(Pages() > pages, "Nobody was paged about a crisis whose holder had left.");
        await service.Staff.Close(crisis);
        Assert.True((await TalkAsync(chat)).BotOwns);
    }

    [Fact]
    public async Task A_clinician_takes_a_talk_in_danger_from_a_colleague_who_did_not_answer_and_the_colleague_is_told()
    {
        var (chat, question, crisis) = await CrisisWithAsync(service.FrontDesk);
        var before = await TalkAsync(chat);
        Assert.Equal(HttpStatusCode.BadRequest, (await TakeAsync(service.Colleague, crisis, "Dana Reed")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await TakeAsync(service.FrontDesk, crisis, Fay.Name)).StatusCode);
        await using var fays = await OpenAsync(Fay, question);
        Assert.DoesNotContain("took this over", await fays.HtmlAsync());

        await using (var lees = await OpenAsync(Lee, crisis))
        {
            Assert.Contains("Take over from Fay Dunn", await lees.HtmlAsync());
            await lees.ClickAsync("take-over");
            Assert.Equal(0, await lees.CountAsync("take-over"));
        }

        var after = await TalkAsync(chat);
        Assert.Equal((Lee.Name, before.OwnerToken + 1, before.Version + 1), (after.Owner, after.OwnerToken, after.Version));
        Assert.All(await service.Staff.Tickets(chat.ConversationId), ticket => Assert.Equal(Lee.Name, (string)ticket["claimedBy"]!));
        Assert.Contains((await chat.Read()).Select(message => message.Text), text => text.Contains("Lee", StringComparison.Ordinal));
        Assert.False((await service.FrontDesk.Send(HttpMethod.Post, $"/api/handoffs/{question["id"]}/messages", new { text = "Hello" })).IsSuccessStatusCode);

        await service.Until("tell the open page", async () => (await fays.HtmlAsync()).Contains("Lee Park took this over from you", StringComparison.Ordinal));
        await using var queue = await ConsoleScreen.OpenAsync<CommsBot.Staff.Queue.QueuePage>(service.App.Services, Fay);
        var html = await queue.HtmlAsync();
        Assert.Contains("With Lee Park, taken over from Fay Dunn", html);
        Assert.Contains("Mentions you", html);
        await using var db = service.Store.Read();
        var id = (string)crisis["id"]!;
        Assert.True(await db.Audit.AnyAsync(e => e.Actor == Lee.Name && e.Action == "handoff.take-over" && e.Subject == id));
        Assert.True(await db.Audit.AnyAsync(e => e.Actor == Lee.Name && e.Action == "ownership.taken-from" && e.Subject == Fay.Name));
    }

    [Fact]
    public async Task Who_said_a_word_since_the_alarm_keeps_the_talk_and_without_danger_nothing_is_taken_over()
    {
        var (_, question, crisis) = await CrisisWithAsync(service.Staff);
        Assert.Equal(HttpStatusCode.BadRequest, (await TakeAsync(service.Colleague, question, Dana.Name)).StatusCode);
        await service.Staff.Post($"/api/handoffs/{question["id"]}/messages", new { text = "I am calling you now." });
        Assert.Equal(HttpStatusCode.BadRequest, (await TakeAsync(service.Colleague, crisis, Dana.Name)).StatusCode);
        await using var page = await OpenAsync(Lee, crisis);
        Assert.Equal((0, 1), (await page.CountAsync("take-over"), await page.CountAsync("acknowledge")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_half_written_reply_of_who_lost_the_talk_stays_before_them(bool isClinician)
    {
        var (me, key, tab) = (isClinician ? Dana : Fay, isClinician ? service.Staff : service.FrontDesk, new BrowserTab());
        var (_, question, crisis) = await CrisisWithAsync(key);
        await using var page = await OpenAsync(me, question, tab);
        await page.SetAsync("reply", "Please stay with me, I am");
        await using (var lees = await OpenAsync(Lee, crisis)) await lees.ClickAsync("take-over");

        await service.Until("show the words that were not sent", async () => await page.CountAsync("kept-reply") == 1);
        Assert.Contains("Please stay with me, I am", await page.HtmlAsync());
        Assert.Equal(isClinician ? 1 : 0, await page.CountAsync("kept-note"));
        if (isClinician)
        {
            await page.ClickAsync("kept-note");
            Assert.Contains("Not sent: Please stay with me, I am", await page.HtmlAsync());
        }
        else
        {
            await page.ClickAsync("kept-drop");
        }

        Assert.Equal(0, await page.CountAsync("kept-reply"));
    }

    /// <summary>A talk that somebody has and has said nothing in, and the crisis that came up in it.</summary>
    private async Task<(WebPatient Chat, JsonNode Question, JsonNode Crisis)> CrisisWithAsync(StaffProgram owner)
    {
        var chat = await service.Web();
        await chat.Say("Can I talk to a person?");
        var question = await service.Reader.Ticket(chat.ConversationId);
        await owner.Claim(question);
        service.Later(TimeSpan.FromMinutes(1));
        await chat.Say("I want to kill myself");
        return (chat, question, (await service.Reader.Tickets(chat.ConversationId)).Single(ticket => ticket.Kind() == "crisis"));
    }

    private static Task<HttpResponseMessage> TakeAsync(StaffProgram who, JsonNode ticket, string from) => who.Send(HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/take-over", new { from });

    private Task<ConsoleScreen> OpenAsync(DeskPerson who, JsonNode ticket, BrowserTab? tab = null) =>
        ConsoleScreen.OpenAsync<TicketPage>(service.App.Services, who, tab ?? new BrowserTab(), ("Id", (string)ticket["id"]!));

    private async Task<Conversation> TalkAsync(WebPatient chat)
    {
        await using var db = service.Store.Read();
        return await db.Conversations.SingleAsync(c => c.Id == chat.ConversationId);
    }

    private int Pages() => service.Twilio.Sent.Count(text => text.To is FirstOnCall or SecondOnCall);

    private async Task LookAsync()
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
    }
}
