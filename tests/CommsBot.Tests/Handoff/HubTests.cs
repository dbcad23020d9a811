using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Engine;
using CommsBot.Handoff.Notices;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Handoff;

/// <summary>An agent hub of somebody else takes conversations over by the Bot Framework's handoff events, on every channel.</summary>
public sealed class HubTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> posts = [];
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(new TestSetup
        {
            TwoClinics = true,
            Args =
            [
                "--Notices:Routes:0:Name=hub", $"--Notices:Routes:0:Clinic={The.Clinic}", "--Notices:Routes:0:Kind=webhook",
                "--Notices:Routes:0:Address=https://hub.test/in", "--Notices:Routes:0:Secret=a secret of sixteen",
            ],
        });
        service.Outside.Register("https://hub.test", async (request, ct) =>
        {
            posts.Enqueue(await request.Content!.ReadAsStringAsync(ct));
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        service.At(The.OpenHour);
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task A_website_chat_is_taken_over_given_back_and_ended_by_the_published_events()
    {
        var chat = await service.Web();
        await chat.Say("What is CRPS?");
        await chat.Say("Can I talk to a person?");
        var id = await ToldAsync();
        var initiate = Assert.Single(await EventsAsync(id));
        Assert.Equal(("event", "handoff.initiate", "directline"), ((string)initiate["type"]!, (string)initiate["name"]!, (string)initiate["channelId"]!));
        Assert.Equal((chat.ConversationId, chat.ConversationId), ((string)initiate["conversation"]!["id"]!, (string)initiate["relatesTo"]!["conversation"]!["id"]!));
        Assert.Equal(("Can I talk to a person?", id), ((string)initiate["value"]!["packet"]![0]!["value"]!, (string)initiate["value"]!["ticket"]!));
        var transcript = initiate["attachments"]![0]!["content"]!["activities"]!.AsArray();
        Assert.Contains("What is CRPS?", transcript.Select(said => (string)said!["text"]!));

        Assert.Equal("claimed", (string)(await TellAsync(id, "accepted"))["state"]!);
        Assert.Contains(service.Words("handoff/claimed", values: ("staff", "Dana")), (await chat.Read()).Select(said => said.Text));
        Assert.Equal(("handoff.status", "accepted", The.StaffMember), Status(await EventsAsync(id)));
        await service.Staff.Post($"/api/handoffs/{id}/messages", new { text = "Hello from the hub." });
        var last = (long)(await service.Staff.Activities(chat.ConversationId))[^1]["id"]!;
        await chat.Say("Thank you, when can I come?");
        var news = (await service.Staff.Get($"/api/conversations/{chat.ConversationId}/activities?cursor={last}"))["items"]!.AsArray();
        Assert.Equal(["Thank you, when can I come?"], news.Select(said => (string)said!["text"]!));

        Assert.Equal("waiting", (string)(await TellAsync(id, "failed"))["state"]!);
        Assert.Single(await EventsAsync(id));
        Assert.Empty(await chat.Say("Hello?"));
        await TellAsync(id, "accepted");
        Assert.Equal("closed", (string)(await TellAsync(id, "completed", "Booked by phone"))["state"]!);
        Assert.Equal(("handoff.status", "completed", "Booked by phone"), Status(await EventsAsync(id)));
        Assert.NotEmpty(await chat.Say("What is CRPS?"));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(service.Staff, id, Event("completed"))).StatusCode);
    }

    [Fact]
    public async Task A_texted_danger_ends_by_its_own_outcome_and_the_front_desk_reads_none_of_its_words()
    {
        var phone = service.Phone();
        await phone.Say("I want to kill myself");
        var id = await ToldAsync();
        var initiate = Assert.Single(await EventsAsync(id));
        Assert.Equal(("sms", "crisis"), ((string)initiate["channelId"]!, (string)initiate["value"]!["kind"]!));
        using var hidden = await service.FrontDesk.Send(HttpMethod.Get, $"/api/handoffs/{id}/events");
        Assert.Equal(HttpStatusCode.Forbidden, hidden.StatusCode);
        Assert.DoesNotContain("kill", await hidden.Content.ReadAsStringAsync());

        await TellAsync(id, "accepted");
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(service.Staff, id, Event("completed", "Done"))).StatusCode);
        Assert.Equal("closed", (string)(await service.Staff.Post($"/api/handoffs/{id}/events", Event("completed", "Reached", "Spoke with the patient.")))["state"]!);
    }

    [Fact]
    public async Task What_is_no_status_is_refused_and_so_is_who_may_not_act()
    {
        await (await service.Web()).Say("Can I talk to a person?");
        var id = await ToldAsync();
        foreach (var wrong in (object[])[new { type = "message", text = "hi" }, new { type = "event", name = "handoff.initiate" }, Event("maybe"), new { type = "event", name = "handoff.status", value = "accepted" }, new { }])
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(service.Staff, id, wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(service.Staff, id, Event("failed"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(service.Reader, id, Event("accepted"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(new StaffProgram(service, The.OtherClinicKey), id, Event("accepted"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await new StaffProgram(service, The.OtherClinicKey).Send(HttpMethod.Get, $"/api/handoffs/{id}/events")).StatusCode);
        await service.Colleague.Post($"/api/handoffs/{id}/events", Event("accepted"));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(service.Staff, id, Event("accepted"))).StatusCode);
    }

    /// <summary>The ticket that the newest call to the hub names.</summary>
    private async Task<string> ToldAsync()
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Get<NoticeSender>().SendDueAsync(default);
        await service.Until("tell the hub", () => Task.FromResult(!posts.IsEmpty));
        return (string)JsonNode.Parse(posts.Last())!["data"]!["handoff"]!;
    }

    private async Task<IReadOnlyList<JsonNode>> EventsAsync(string id) => [.. (await service.Reader.Get($"/api/handoffs/{id}/events"))["items"]!.AsArray().Select(item => item!)];

    private static (string, string, string) Status(IReadOnlyList<JsonNode> events)
    {
        var status = events[1];
        return ((string)status["name"]!, (string)status["value"]!["state"]!, (string)status["value"]!["message"]!);
    }

    private Task<JsonNode> TellAsync(string id, string state, string? message = null) => service.Staff.Post($"/api/handoffs/{id}/events", Event(state, message));

    private static Task<HttpResponseMessage> SendAsync(StaffProgram who, string id, object body) => who.Send(HttpMethod.Post, $"/api/handoffs/{id}/events", body);

    private static object Event(string state, string? message = null, string? note = null) => new { type = "event", name = "handoff.status", value = new { state, message, note } };
}
