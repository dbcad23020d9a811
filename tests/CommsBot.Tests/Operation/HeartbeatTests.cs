using System.Collections.Concurrent;
using System.Net;
using CommsBot.Engine;
using CommsBot.Operation;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommsBot.Tests.Operation;

/// <summary>The watch outside hears from us while all is well, and silence is the alarm.</summary>
public sealed class HeartbeatTests : IAsyncLifetime
{
    private const string Watch = "https://watch.test";

    private readonly ConcurrentQueue<HttpRequestMessage> beats = [];
    private readonly TaskCompletionSource patience = new();
    private HttpStatusCode answer = HttpStatusCode.OK;
    private bool isStuck;
    private bool isIdle;
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(new TestSetup { Args = [$"--Heartbeat:Address={Watch}/ping/own-id", "--Heartbeat:EverySeconds=240"], Patch = Hang });
        service.Outside.Register(Watch, (request, _) =>
        {
            beats.Enqueue(request);
            return Task.FromResult(new HttpResponseMessage(answer));
        });
        await service.Get<Poller>().LookAsync(default);
    }

    public async Task DisposeAsync()
    {
        patience.TrySetResult();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task While_all_is_well_a_bare_call_goes_out()
    {
        var patient = service.Phone();
        await patient.Say("What is CRPS?");
        await BeatAsync();
        var beat = Assert.Single(beats);
        Assert.Equal((HttpMethod.Get, $"{Watch}/ping/own-id", null), (beat.Method, beat.RequestUri!.AbsoluteUri, beat.Content));
        Assert.Empty(beat.Headers);
        Assert.Contains(service.App.Services.GetServices<IHostedService>(), hosted => hosted is Heartbeat);
        service.Watchman.SawNothingOf("own-id");
    }

    [Fact]
    public async Task A_sender_that_hangs_is_silence_after_five_minutes_and_is_heard_again_once_it_moves()
    {
        isStuck = true;
        await service.Phone().Post("What is CRPS?");
        await UntilPlanned();
        await BeatAsync();
        Assert.Single(beats);

        service.Later(TimeSpan.FromMinutes(6));
        await BeatAsync();
        Assert.Single(beats);
        Assert.Contains(service.Watchman.Lines, line => line.Contains("The heartbeat was left out"));

        isStuck = false;
        patience.SetResult();
        await service.Settled();
        await BeatAsync();
        Assert.Equal(2, beats.Count);
    }

    [Theory]
    [InlineData(nameof(TwilioFault.BadCredentials))]
    [InlineData(nameof(TwilioFault.Unreachable))]
    public async Task A_provider_that_takes_nothing_is_silence_though_it_is_tried_again_and_again(string fault)
    {
        service.Twilio.Always = Enum.Parse<TwilioFault>(fault);
        await service.Phone().Post("What is CRPS?");
        await service.Until("try", async () =>
        {
            await using var db = service.Store.Read();
            return await db.OutboundAttempts.AnyAsync(attempt => attempt.EndedAt != null);
        });
        service.Later(TimeSpan.FromMinutes(6));
        await BeatAsync();
        Assert.Empty(beats);
        using var ready = await service.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("Texts of mind-balance: none leave", await ready.Content.ReadAsStringAsync());

        service.Twilio.Always = null;
        await service.Phone().Post("What is CRPS?");
        if (fault == nameof(TwilioFault.BadCredentials)) return;
        await service.Settled();
        await BeatAsync();
        Assert.Single(beats);
    }

    [Fact]
    public async Task A_message_that_nobody_turns_to_is_silence_too()
    {
        isIdle = true;
        await service.Phone().Post("What is CRPS?");
        await BeatAsync();
        service.Later(TimeSpan.FromMinutes(6));
        await BeatAsync();
        Assert.Single(beats);
    }

    [Fact]
    public async Task A_database_that_is_away_is_silence()
    {
        await service.Store.Write(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Outbound\" RENAME TO \"Elsewhere\""));
        await BeatAsync();
        await service.Store.Write(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"Outbound\""));
        Assert.Empty(beats);
    }

    [Fact]
    public async Task A_watch_that_refuses_is_logged_without_its_address()
    {
        answer = HttpStatusCode.NotFound;
        await BeatAsync();
        Assert.Contains(service.Watchman.Lines, line => line.Contains("The watch outside did not take the heartbeat: http-404."));
        service.Watchman.SawNothingOf("own-id", "watch.test");
    }

    [Theory]
    [InlineData("http://watch.example/ping")]
    [InlineData("watch")]
    [InlineData("ftp://watch.example/ping")]
    public async Task An_address_that_is_not_https_stops_the_start(string address)
    {
        using var house = new Installation();
        Assert.Equal(["Heartbeat:Address must be an https address.", "Heartbeat:EverySeconds must be from 10 to 240."],
            await Installation.RefusalAsync(house.Development($"--Heartbeat:Address={address}", "--Heartbeat:EverySeconds=300")));
    }

    private Task BeatAsync() => service.Get<Heartbeat>().BeatAsync(default);

    private async Task UntilPlanned()
    {
        for (var i = 0; i < 6000; i++)
        {
            await using var db = service.Store.Read();
            if (await db.Outbound.AnyAsync()) return;
            await Task.Delay(10);
        }

        Assert.Fail("No reply was planned.");
    }

    // The works of engine and sender, which wait as long as the test wants them to hang.
    private void Hang(IServiceCollection services)
    {
        var turns = Factory<ConversationWork>(services);
        services.AddSingleton<ConversationWork>(provider =>
        {
            var work = turns(provider);
            return async conversation =>
            {
                if (isIdle) await patience.Task;
                await work(conversation);
            };
        });
        var sender = Factory<ClinicOutboxWork>(services);
        services.AddSingleton<ClinicOutboxWork>(provider =>
        {
            var work = sender(provider);
            return async line =>
            {
                if (isStuck) await patience.Task;
                await work(line);
            };
        });
    }

    private static Func<IServiceProvider, T> Factory<T>(IServiceCollection services)
    {
        var made = services.Last(service => service.ServiceType == typeof(T));
        return provider => (T)(made.ImplementationInstance ?? made.ImplementationFactory!(provider));
    }
}
