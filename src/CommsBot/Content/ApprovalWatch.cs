namespace CommsBot.Content;

/// <summary>Reads the approvals anew every two seconds, so that an approval or a recall given on any node, or by the verb, holds here within five.</summary>
internal sealed partial class ApprovalWatch(ApprovalBook book, TimeProvider machine, ILogger<ApprovalWatch> log) : BackgroundService
{
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        try
        {
            using var timer = new PeriodicTimer(Pause, machine);
            while (await timer.WaitForNextTickAsync(stopping)) await LookAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            await book.ReloadAsync(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            Log.LookFailed(log, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Reading the approvals failed; those read before stay in force.")]
        public static partial void LookFailed(ILogger logger, Exception fault);
    }
}
