using CommsBot.Content;
using CommsBot.Settings;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommsBot.Tests.Content;

/// <summary>What a later deployment may say: words that were approved once never fall silent, words that never were are not said (clinic-day 33).</summary>
public sealed class ProductionStartTests
{
    private const string Before = "Please call or text 988 now. If you are hurt or in danger, call 911.";
    private const string After = "Please call or text 988 now. If you are hurt or in danger, call 911. We are here.";

    [Fact]
    public async Task A_changed_safety_sentence_stops_the_next_start_until_it_is_signed()
    {
        using var house = new Installation();
        await SignAsync(house, "all");
        await (await StartAsync(house)).DisposeAsync();

        Change(house);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(house));
        Assert.Equal("dialogs/safety/en.yaml: no clinician approved crisis-repeat (content approve ID|all --by NAME)", Assert.Single(refused.Faults));

        await SignAsync(house, "safety/crisis-repeat");
        await (await StartAsync(house)).DisposeAsync();
    }

    [Fact]
    public async Task A_signature_that_has_ended_stops_no_later_start_and_one_that_is_gone_does()
    {
        using var house = new Installation();
        await SignAsync(house, "all");
        await using (var first = await StartAsync(house))
            await Installation.Store(first).Write(db => db.Approvals.ExecuteUpdateAsync(rows => rows.SetProperty(a => a.Until, a => a.At)));
        await using (var later = await StartAsync(house))
            await Installation.Store(later).Write(db => db.Approvals.Where(a => a.ContentId == "consent/help").ExecuteDeleteAsync());
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(house));
        Assert.Equal(
            ["dialogs/consent/en.yaml: no clinician approved help (content approve ID|all --by NAME)", "dialogs/consent/es.yaml: no clinician approved help (content approve ID|all --by NAME)"],
            refused.Faults);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_real_clinic_starts_only_where_somebody_on_call_can_be_reached_and_one_route_alone_is_warned_of(bool mail, bool texts)
    {
        using var house = new Installation();
        var clinic = Path.Combine(TestContent.Copy(Repository.Root, house.File("real")), "dialogs", "clinics", $"{The.Clinic}.yaml");
        File.WriteAllText(clinic, File.ReadAllText(clinic).Replace("demonstration: on", "demonstration: off", StringComparison.Ordinal));
        await SignAsync(house, "all");

        string[] args =
        [
            .. mail ? ["--Notices:Mail:Host=127.0.0.1", "--Notices:Mail:From=commsbot@clinic.example", "--Processors:Mail:BaaSignedOn=2026-01-01"] : Array.Empty<string>(),
            "--Twilio:AccountSid=AC00000000000000000000000000000001", "--Twilio:AuthTokens:0=secret", .. texts ? ["--Processors:Twilio:BaaSignedOn=2026-01-01"] : Array.Empty<string>(),
        ];
        Task<WebApplication> Start() => CommsBotHost.CreateAsync(house.Production(args), builder =>
        {
            SharedContent.AddTo(builder, house.File("real"));
            builder.Logging.ClearProviders().AddFakeLogging();
        });
        if (!mail && !texts)
        {
            Assert.Equal(
                "dialogs/clinics/mind-balance.yaml: onCall: nobody can be reached: neither a text (Twilio) nor a mail (Notices:Mail) may leave, each with its Processors:<Name>:BaaSignedOn",
                Assert.Single((await Assert.ThrowsAsync<StartRefusedException>(Start)).Faults));
            return;
        }

        await using var app = await Start();
        var warned = app.Services.GetFakeLogCollector().GetSnapshot().Count(record => record.Message == "People on call of mind-balance are reached by one route only (mail). Give them another: what fails must not be the only one.");
        Assert.Equal(texts ? 0 : 1, warned);
    }

    private static async Task SignAsync(Installation house, string id)
    {
        await using var verb = await CommsBotHost.CreateAsync(house.Production(), builder => Content(builder, house), DatabaseUse.Visit);
        Assert.NotNull(await verb.Services.GetRequiredService<ApprovalDesk>().SignAsync(id, "Dr. Reed"));
    }

    private static Task<WebApplication> StartAsync(Installation house) => CommsBotHost.CreateAsync(house.Production("--Content:AllowDemonstrationClinic=true"), builder => Content(builder, house));

    // Only the sentences are read anew: a whole copy would be learnt from first.
    private static void Content(WebApplicationBuilder builder, Installation house)
    {
        SharedContent.AddTo(builder);
        if (!Directory.Exists(house.File("dialogs"))) return;
        var shared = (LoadedContent)builder.Services.Last(service => service.ServiceType == typeof(LoadedContent)).ImplementationInstance!;
        builder.Services.AddSingleton(shared with { Reading = ContentLibrary.Read(new ContentRoot(house.Folder)) });
    }

    private static void Change(Installation house)
    {
        TestContent.Copy(Repository.Root, house.Folder);
        var file = house.File("dialogs/safety/en.yaml");
        var text = File.ReadAllText(file);
        Assert.Contains(Before, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(Before, After, StringComparison.Ordinal));
    }
}
