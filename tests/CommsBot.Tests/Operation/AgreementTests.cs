using System.Collections.Concurrent;
using System.Net;
using CommsBot.Engine;
using CommsBot.Handoff.Notices;
using CommsBot.Settings;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;

namespace CommsBot.Tests.Operation;

/// <summary>
/// In Production a company that can receive patient data gets nothing before its agreement is signed, each by itself, and the start says so by name
/// (clinic-day 37). Twilio and telemetry: <see cref="OperationTests"/>.
/// </summary>
public sealed class AgreementTests : IAsyncLifetime
{
    private readonly MailStandIn mail = new();
    private readonly AzureChannel azure = new();
    private readonly ConcurrentQueue<string> heard = [];
    private readonly ConfigurationManager agreements = new();
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(new TestSetup
        {
            Args = [.. AzureChannel.Settings, .. Notices],
            Patch = services => services.AddSingleton(new ProcessorSettings(agreements, new HostingEnvironment { EnvironmentName = "Production" })),
        });
        azure.Join(service);
        foreach (var host in (string[])["teams.test", "hooks.test"])
            service.Outside.Register($"https://{host}", (_, _) =>
            {
                heard.Enqueue(host);
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
            });
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        mail.Dispose();
        agreements.Dispose();
    }

    private string[] Notices =>
    [
        "--Notices:Mail:Host=127.0.0.1", $"--Notices:Mail:Port={mail.Port}", "--Notices:Mail:From=commsbot@clinic.example",
        .. Route(0, NoticeRoute.Email, "desk@clinic.example"), .. Route(1, NoticeRoute.Teams, "https://teams.test/flow"),
        .. Route(2, NoticeRoute.Webhook, "https://hooks.test/in"), "--Notices:Routes:2:Secret=a secret of sixteen",
    ];

    [Fact]
    public async Task The_start_names_each_that_is_off_and_the_setting_that_is_missing()
    {
        using var house = new Installation();
        string[] settings = [.. AzureChannel.Settings.Where(arg => arg.StartsWith("--BotService:App", StringComparison.Ordinal)), .. Notices, "--Processors:Teams:BaaSignedOn=2026-01-01"];
        await using var app = await CommsBotHost.CreateAsync(house.Production(settings), use: DatabaseUse.Visit);
        var features = app.Services.GetServices<Feature>().Select(feature => feature.ToString()).ToList();
        foreach (var said in (string[])
                 [
                     "Azure Bot Service: off, Processors:BotService:BaaSignedOn is not set", "Notices by email: off, Processors:Mail:BaaSignedOn is not set",
                     "Notices by teams: on", "Notices by webhook: off, Processors:Webhooks:BaaSignedOn is not set",
                 ])
            Assert.Contains(said, features);
    }

    [Fact]
    public async Task Nobody_is_told_before_the_agreement_and_each_signature_opens_its_own_route_alone()
    {
        Assert.Empty(await ToldAsync());
        Sign("Mail");
        Assert.Equal(["mail"], await ToldAsync());
        Sign("Teams", "2999-01-01");
        Assert.Equal(["mail"], await ToldAsync());
        Sign("Teams");
        Assert.Equal(["mail", "teams.test"], await ToldAsync());
        Sign("Webhooks");
        Assert.Equal(["hooks.test", "mail", "teams.test"], await ToldAsync());
    }

    [Fact]
    public async Task The_door_of_the_Bot_Service_is_not_there_before_the_agreement()
    {
        var person = new ChannelPerson(service, azure);
        Assert.Equal(HttpStatusCode.NotFound, (await person.Post(person.Message("hello"))).StatusCode);
        Sign("BotService");
        Assert.Equal(HttpStatusCode.OK, (await person.Post(person.Message("hello"))).StatusCode);
        await service.Settled();
    }

    /// <summary>Which routes hear of one more patient who asks for a person.</summary>
    private async Task<IEnumerable<string>> ToldAsync()
    {
        // A route hears at most once a minute.
        service.Later(TimeSpan.FromMinutes(2));
        var (mails, calls) = (mail.Mails.Count, heard.Count);
        await (await service.Web()).Say("Can I talk to a person?");
        await service.Get<Poller>().LookAsync(default);
        await service.Until("tell everybody", async () =>
        {
            await service.Get<NoticeSender>().SendDueAsync(default);
            await using var db = service.Store.Read();
            return !db.Notices.Any(notice => notice.State == NoticeState.Planned || notice.State == NoticeState.Sending);
        });
        return [.. Enumerable.Repeat("mail", mail.Mails.Count - mails).Concat(heard.Skip(calls)).Order(StringComparer.Ordinal)];
    }

    private void Sign(string processor, string on = "2026-01-01") => agreements[$"Processors:{processor}:BaaSignedOn"] = on;

    private static string[] Route(int at, string kind, string address) =>
        [$"--Notices:Routes:{at}:Name={kind}", $"--Notices:Routes:{at}:Clinic={The.Clinic}", $"--Notices:Routes:{at}:Kind={kind}", $"--Notices:Routes:{at}:Address={address}"];
}
