namespace CommsBot.Operation;

/// <summary>
/// Calls the watch outside while service, database and sender are well, and keeps silent otherwise: whoever is dead cannot raise an alarm, so silence is
/// the alarm. The call says nothing but that it was made.
/// </summary>
internal sealed partial class Heartbeat(HeartbeatSettings settings, Pulse pulse, IHttpClientFactory clients, TimeProvider machine, ILogger<Heartbeat> log) : BackgroundService
{
    /// <summary>The HTTP client's name.</summary>
    public const string Client = "heartbeat";

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        if (settings.Address is null) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(settings.EverySeconds), machine);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping);
                await BeatAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
            }
            catch (Exception fault)
            {
                // The address may hold a secret, and an exception may hold the address.
                Log.NotHeard(log, fault.GetType().Name);
            }
        }
    }

    /// <summary>One call, or none.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        if (!await pulse.IsWellAsync(ct))
        {
            Log.Unwell(log);
            return;
        }

        using var answer = await clients.CreateClient(Client).GetAsync(settings.Address, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode) Log.NotHeard(log, $"http-{(int)answer.StatusCode}");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The heartbeat was left out: database, content, turns, sender or another piece of work is not well.")]
        public static partial void Unwell(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The watch outside did not take the heartbeat: {Refusal}.")]
        public static partial void NotHeard(ILogger logger, string refusal);
    }
}
