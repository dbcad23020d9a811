using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommsBot.Simulator.Clock;

/// <summary>Moves clinic time from one due moment to the next and stands at each until everything due has gone.</summary>
internal sealed partial class ClockMover(SimulatorHost host, SimulatedClock clock, Quiet quiet, TimeProvider time, ILogger<ClockMover> log)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        clock.Remember(TimeSpan.Zero);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Remember(stoppingToken), Move(stoppingToken));

    /// <summary>Clinic time never goes back, not even after a crash: what is stored lies one beat ahead.</summary>
    private async Task Remember(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            clock.Remember(Heartbeat);
            await Task.Delay(Heartbeat, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Move(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await clock.Asked(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (clock.Target is { } target && !stop.IsCancellationRequested)
            {
                await Step(target).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (clock.Target is not null)
                {
                    await Task.Delay(Look, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    /// <summary>One move, or none while something due has not gone or cannot be known.</summary>
    private async Task Step(DateTimeOffset target)
    {
        try
        {
            // What is planned is asked before what is due: a text that comes up in between is seen as due and holds the clock.
            var next = await host.NextDue(target) ?? target;
            if (!await quiet.HasComeAsync())
            {
                return;
            }

            var now = host.Now();
            if (now >= target)
            {
                clock.Arrived(target);
                return;
            }

            if (next > now)
            {
                clock.MoveTo(next < target ? next : target);
            }
        }
        catch (Exception failure)
        {
            Stuck(log, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The simulator could not learn what is due; the clock stands.")]
    private static partial void Stuck(ILogger log, Exception failure);
}
