using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Handoff.Notices;
using CommsBot.Outbox;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>Pages go by text and by mail, and each of the two goes without the other (clinic-day 4).</summary>
public sealed class PageRoutesTests : IDisposable
{
    private const string Now = "Mind Balance on call: someone needs a person now.";
    private const string Flood = "Mind Balance on call: many web crises waiting, possible flood. Open the staff page to see who and to confirm.";
    private const string First = "dana@mindbalance.example";
    private const string Second = "lee@mindbalance.example";

    private readonly MailStandIn mail = new();

    public void Dispose() => mail.Dispose();

    [Fact]
    public async Task Without_texts_a_crisis_is_paged_by_mail_and_the_patient_is_told_that_the_team_is_alerted()
    {
        await using var service = await TestService.StartAsync(new TestSetup { Texting = false, Args = Mailing });
        var said = await (await service.Web()).Ask("I want to die");
        Assert.Contains(service.Words("safety/crisis-team-alerted"), said.Text);
        await LookAsync(service);
        Assert.Contains(Now, Assert.Single(MailsTo(First)));

        service.Later(TimeSpan.FromMinutes(5));
        await LookAsync(service);
        Assert.Contains(Now, Assert.Single(MailsTo(Second)));
    }

    [Fact]
    public async Task Without_texts_a_flood_is_mailed_once_to_everybody_on_call()
    {
        await using var service = await TestService.StartAsync(new TestSetup { Texting = false, Args = Mailing });
        for (var visitor = 0; visitor < 13; visitor++) await (await service.Web()).Ask("I want to die");
        await LookAsync(service);
        await LookAsync(service);
        Assert.Equal(10, MailsTo(First).Concat(MailsTo(Second)).Count(letter => letter.Contains(Now)));
        Assert.Single(MailsTo(First), letter => letter.Contains(Flood));
        Assert.Single(MailsTo(Second), letter => letter.Contains(Flood));
    }

    [Fact]
    public async Task The_second_person_is_told_by_text_and_by_mail()
    {
        await using var service = await TestService.StartAsync(new TestSetup { Args = Mailing });
        await (await service.Web()).Say("Can I talk to a person?");
        service.Later(TimeSpan.FromMinutes(60));
        await LookAsync(service);
        Assert.Contains("a request has waited too long for a person.", Assert.Single(MailsTo(Second)));
        Assert.Single(service.Twilio.Sent, text => text.To == "+12815550142");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_has_a_mail_address_only_is_mailed_and_where_no_mail_can_leave_the_next_is_paged(bool mailing)
    {
        await using var service = await TestService.StartAsync(new TestSetup
        {
            Args = mailing ? Mailing : [],
            Clinics = dialogs =>
            {
                var file = Path.Combine(dialogs, "clinics", $"{The.Clinic}.yaml");
                File.WriteAllText(file, File.ReadAllText(file).Replace("phone: \"+12815550141\", ", ""));
            },
        });
        await (await service.Web()).Ask("I want to die");
        await LookAsync(service);
        Assert.Equal(mailing ? 1 : 0, MailsTo(First).Count);
        Assert.Equal(mailing ? 0 : 1, service.Twilio.Sent.Count(text => text.To == "+12815550142"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_texts_may_not_leave_the_patient_is_told_of_an_alerted_team_only_when_mail_reaches_it(bool mailing)
    {
        // An address that is not this machine's: no text of an invented clinic may go there.
        await using var service = await TestService.StartAsync(new TestSetup { Args = ["--Twilio:ApiBaseUrl=https://twilio.example", .. mailing ? Mailing : []] });
        var open = await (await service.Web()).Ask("I want to die");
        Assert.Equal(mailing, open.Text.Contains(service.Words("safety/crisis-team-alerted")));
        service.At(The.ClosedHour);
        var closed = await (await service.Web()).Ask("I want to die");
        Assert.Equal((mailing, !mailing), (closed.Text.Contains(service.Words("safety/crisis-team-alerted")), closed.Text.Contains(service.Words("safety/crisis-office-closed"))));
        Assert.Equal(!mailing, (await service.Http.GetStringAsync("/health/ready")).Contains("Pages of mind-balance to people on call: neither a text nor a mail can reach anybody"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_provider_refuses_every_text_it_is_mail_alone_that_alerts_the_team(bool mailing)
    {
        await using var service = await TestService.StartAsync(new TestSetup { Args = mailing ? Mailing : [] });
        var patient = await service.Web();
        await RefuseAsync(service);
        await service.Get<OnCallRoute>().LookAsync(default);
        await patient.Post(patient.Message("I want to die"));
        await service.Until("answer", async () => (await patient.Read()).Any(message => message.Outcome == "crisis"));
        Assert.Equal(mailing, patient.Last.Text.Contains(service.Words("safety/crisis-team-alerted")));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(61, false)]
    public async Task A_mail_that_did_not_leave_for_a_minute_is_no_route_until_one_leaves_again(int seconds, bool told)
    {
        await using var service = await TestService.StartAsync(new TestSetup { Texting = false, Args = Mailing });
        mail.Refuse = int.MaxValue;
        await (await service.Web()).Ask("I want to die");
        await service.Get<Poller>().LookAsync(default);
        await service.Until("try the mail", () => UnsentAsync(service));
        await service.Store.Write(db => db.Notices.ExecuteUpdateAsync(rows => rows.SetProperty(n => n.TriedSince, TimeProvider.System.GetUtcNow().AddSeconds(-seconds))));
        await service.Get<OnCallRoute>().LookAsync(default);
        Assert.Equal(told, (await (await service.Web()).Ask("I want to die")).Text.Contains(service.Words("safety/crisis-team-alerted")));
        if (told) return;

        mail.Refuse = 0;
        await service.Store.Write(db => db.Notices.ExecuteUpdateAsync(rows => rows.SetProperty(n => n.NotBefore, (DateTimeOffset?)null)));
        await LookAsync(service);
        await service.Get<OnCallRoute>().LookAsync(default);
        Assert.Contains(service.Words("safety/crisis-team-alerted"), (await (await service.Web()).Ask("I want to die")).Text);
    }

    [Fact]
    public async Task A_sender_that_the_provider_refuses_pages_at_once_and_at_any_hour()
    {
        await using var service = await TestService.StartAsync(new TestSetup { Args = Mailing });
        service.At(The.ClosedHour);
        await RefuseAsync(service);
        await service.Until("page", () => Task.FromResult(MailsTo(First).Any(letter => letter.Contains("a request has waited too long for a person."))));
        service.Later(TimeSpan.FromMinutes(5));
        await service.Until("page the next", () => Task.FromResult(MailsTo(Second).Count > 0));
    }

    [Fact]
    public async Task Of_the_pages_that_could_not_leave_each_phone_on_call_keeps_one()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        service.Twilio.Always = TwilioFault.BadCredentials;
        await patient.Post(patient.Message("I want to die"));
        await service.Until("open a ticket", async () => (await service.Staff.Tickets(patient.ConversationId)).Count == 1);
        var page = $"page-{(await service.Staff.Ticket(patient.ConversationId))["id"]}-";
        for (var round = 1; round <= 6; round++)
        {
            await service.Until("plan another page", async () => (await PagesAsync(service, page)).Count == round);
            if (round < 6) service.Later(TimeSpan.FromMinutes(5));
        }

        var waiting = (await PagesAsync(service, page)).FindAll(text => text.State == MessageState.Planned);
        Assert.Equal(["+12815550141", "+12815550142"], waiting.Select(text => text.To).Order());
    }

    private static async Task<bool> UnsentAsync(TestService service)
    {
        await using var db = service.Store.Read();
        return await db.Notices.AnyAsync(notice => notice.State == NoticeState.Planned && notice.Attempt > 0);
    }

    private static async Task<List<OutboundMessage>> PagesAsync(TestService service, string key)
    {
        await using var db = service.Store.Read();
        return await db.Outbound.Where(text => text.UniqueKey.StartsWith(key)).ToListAsync();
    }

    /// <summary>The account's token is revoked, and a text has been refused for it.</summary>
    private static async Task RefuseAsync(TestService service)
    {
        service.Twilio.Always = TwilioFault.BadCredentials;
        await service.Phone().Post("What is CRPS?");
        await service.Until("hear the refusal", async () =>
        {
            await using var db = service.Store.Read();
            return await db.Handoffs.AnyAsync(ticket => ticket.Reason == "20003");
        });
    }

    private string[] Mailing => ["--Notices:Mail:Host=127.0.0.1", $"--Notices:Mail:Port={mail.Port}", "--Notices:Mail:From=commsbot@clinic.example"];

    private IReadOnlyList<string> MailsTo(string address) => [.. mail.Mails.Where(letter => letter.Contains($"To: {address}")).Select(letter => letter.Replace("\n ", " "))];

    private static async Task LookAsync(TestService service)
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Get<NoticeSender>().SendDueAsync(default);
        await service.Until("end its calls", async () =>
        {
            await using var db = service.Store.Read();
            return !await db.Notices.AnyAsync(notice => notice.State != NoticeState.Sent);
        });
        await service.Settled();
    }
}
