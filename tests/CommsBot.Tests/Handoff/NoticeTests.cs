using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CommsBot.Engine;
using CommsBot.Handoff.Notices;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>Who hears, besides the console, that somebody waits; and that none of them hears who.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    private const string Waiting = "Mind Balance: someone is waiting for a person. Open the staff page to see who.";
    private const string Secret = "a secret of sixteen";

    private readonly MailStandIn mail = new();
    private readonly ConcurrentQueue<(HttpRequestMessage Request, string Body)> posts = [];
    private HttpStatusCode answer = HttpStatusCode.OK;
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(new TestSetup
        {
            TwoClinics = true,
            Args =
            [
                "--Notices:Mail:Host=127.0.0.1", $"--Notices:Mail:Port={mail.Port}", "--Notices:Mail:From=commsbot@clinic.example",
                .. Route(0, "front desk", NoticeRoute.Email, "desk@clinic.example"),
                .. Route(1, "team", NoticeRoute.Teams, "https://teams.test/flow?sig=hidden"),
                .. Route(2, "program", NoticeRoute.Webhook, "https://hooks.test/in"), $"--Notices:Routes:2:Secret={Secret}",
                .. Route(3, "urgent", NoticeRoute.Webhook, "https://urgent.test/"), $"--Notices:Routes:3:Secret={Secret}", "--Notices:Routes:3:OnlyUrgent=true",
            ],
        });
        foreach (var host in (string[])["https://teams.test", "https://hooks.test", "https://urgent.test"]) service.Outside.Register(host, PostAsync);
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        mail.Dispose();
    }

    [Fact]
    public async Task A_new_ticket_is_told_once_by_each_route_with_a_link_and_nothing_about_the_patient()
    {
        var patient = await service.Web();
        await patient.Say("My name is Rosalind Peck, my foot hurts, can I talk to a person? 713-555-0188");
        await SendAsync();
        await SendAsync();

        var ticket = (string)(await service.Reader.Ticket(patient.ConversationId))["id"]!;
        var letter = Assert.Single(mail.Mails);
        Assert.Contains($"Subject: {Waiting}", letter.Replace("\n ", " "));
        Assert.Contains("To: desk@clinic.example", letter);
        Assert.Contains($"/staff/handoffs/{ticket}", letter);
        var card = JsonNode.Parse(Post("teams.test").Body)!["attachments"]![0]!["content"]!;
        Assert.Equal(Waiting, (string)card["body"]![0]!["text"]!);
        Assert.EndsWith($"/staff/handoffs/{ticket}", (string)card["actions"]![0]!["url"]!);
        Assert.Equal("handoff.waiting", (string)JsonNode.Parse(Post("hooks.test").Body)!["type"]!);
        Assert.DoesNotContain(posts, post => post.Request.RequestUri!.Host == "urgent.test");
        foreach (var text in mail.Mails.Concat(posts.Select(post => post.Body)))
            foreach (var telling in (string[])["Rosalind", "Peck", "foot", "713", "question", "clinical"]) Assert.DoesNotContain(telling, text);
    }

    [Fact]
    public async Task A_program_can_prove_that_the_event_is_ours()
    {
        await (await service.Web()).Say("Can I talk to a person?");
        await SendAsync();
        var (request, body) = Post("hooks.test");
        string Header(string name) => request.Headers.GetValues(name).Single();
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{Header("webhook-id")}.{Header("webhook-timestamp")}.{body}"));
        Assert.Equal($"v1,{Convert.ToBase64String(signed)}", Header("webhook-signature"));
    }

    [Fact]
    public async Task An_alarm_goes_to_the_urgent_route_and_the_page_goes_by_text_and_by_mail()
    {
        await (await service.Web()).Say("I want to kill myself");
        await SendAsync();
        Assert.Equal("urgent.test", Post("urgent.test").Request.RequestUri!.Host);
        var page = Assert.Single(mail.Mails, letter => letter.Contains("To: dana@mindbalance.example"));
        Assert.Contains("Mind Balance on call: someone needs a person now.", page.Replace("\n ", " "));
        Assert.Contains(service.Twilio.Sent, text => text.To == "+12815550141");
    }

    [Fact]
    public async Task Ten_tickets_in_a_minute_ring_once()
    {
        for (var i = 0; i < 10; i++)
        {
            await (await service.Web()).Say("Can I talk to a person?");
            await SendAsync();
        }

        Assert.Single(mail.Mails);
        service.Later(TimeSpan.FromMinutes(2));
        await (await service.Web()).Say("Can I talk to a person?");
        await SendAsync();
        Assert.Equal(2, mail.Mails.Count);
    }

    [Fact]
    public async Task A_refused_notice_is_tried_again_under_the_same_id_and_after_a_day_becomes_a_ticket()
    {
        answer = HttpStatusCode.ServiceUnavailable;
        await (await service.Web()).Say("Can I talk to a person?");
        await SendAsync();
        answer = HttpStatusCode.OK;
        await DueAgainAsync(TimeSpan.FromHours(1));
        await SendAsync();
        var tries = posts.Where(post => post.Request.RequestUri!.Host == "hooks.test").ToList();
        Assert.Equal(2, tries.Count);
        Assert.Single(tries.Select(post => post.Request.Headers.GetValues("webhook-id").Single()).Distinct());

        answer = HttpStatusCode.Gone;
        service.Later(TimeSpan.FromMinutes(2));
        await (await service.Web()).Say("Can I talk to a person?");
        await SendAsync();
        await DueAgainAsync(TimeSpan.FromHours(25));
        await SendAsync();
        var technical = (await service.Reader.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Single(item => (string)item!["kind"]! == "technical");
        Assert.Equal("notice-undelivered", (string)technical!["reason"]!);
    }

    [Fact]
    public async Task Another_clinics_ticket_is_told_to_nobody_here()
    {
        var patient = await service.Web(clinic: The.OtherClinic);
        await patient.Say("Can I talk to a person?");
        await SendAsync();
        Assert.Empty(mail.Mails);
        Assert.Empty(posts);
    }

    [Fact]
    public async Task Wrong_routes_stop_the_start_and_every_fault_is_named()
    {
        var refused = await Assert.ThrowsAsync<CommsBot.Settings.StartRefusedException>(() => TestService.StartAsync(new TestSetup
        {
            Args =
            [
                .. Route(0, "a", "pigeon", "coop"), .. Route(1, "b", NoticeRoute.Webhook, "http://hooks.example/in"), "--Notices:Routes:1:Secret=short",
                .. Route(2, "b", NoticeRoute.Email, "nobody"), "--Notices:Routes:2:Clinic=elsewhere", "--Notices:Mail:Port=0", "--Notices:Mail:User=u",
            ],
        }));
        Assert.Equal(
            [
                "Notices:Mail:Port must be from 1 to 65535.",
                "Notices:Mail:User and Notices:Mail:Password go together.",
                "Notices:Routes:0:Kind must be email, teams or webhook.",
                "Notices:Routes:1:Address must be an https address.",
                "Notices:Routes:1:Secret must have at least 16 characters.",
                "Notices:Routes:2:Address must be a mail address.",
                "Notices:Routes:2:Kind is email, and Notices:Mail:Host is not set.",
                "Notices:Routes:2:Name is used twice.",
                "Notices:Routes: 'b' names a clinic without a file.",
            ],
            refused.Faults);
    }

    private static IEnumerable<string> Route(int at, string name, string kind, string address) =>
        [$"--Notices:Routes:{at}:Name={name}", $"--Notices:Routes:{at}:Clinic={The.Clinic}", $"--Notices:Routes:{at}:Kind={kind}", $"--Notices:Routes:{at}:Address={address}"];

    private (HttpRequestMessage Request, string Body) Post(string host) => Assert.Single(posts, post => post.Request.RequestUri!.Host == host);

    private async Task<HttpResponseMessage> PostAsync(HttpRequestMessage request, CancellationToken ct)
    {
        posts.Enqueue((request, await request.Content!.ReadAsStringAsync(ct)));
        return new HttpResponseMessage(answer);
    }

    private async Task SendAsync()
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Get<NoticeSender>().SendDueAsync(default);
        await service.Until("end its calls", async () =>
        {
            // The service looks for notices by itself as well, and may be in the middle of one.
            await using var db = service.Store.Read();
            return !await db.Notices.AnyAsync(notice => notice.State == NoticeState.Sending);
        });
        await service.Settled();
    }

    /// <summary>As if the first try had been that long ago.</summary>
    private Task DueAgainAsync(TimeSpan ago) => service.Store.Write(async db =>
    {
        foreach (var notice in await db.Notices.AsTracking().Where(n => n.State == NoticeState.Planned).ToListAsync())
            (notice.NotBefore, notice.TriedSince) = (null, notice.TriedSince - ago);
    });
}
