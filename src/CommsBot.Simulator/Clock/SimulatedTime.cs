namespace CommsBot.Simulator.Clock;

/// <summary>
/// Clinic time for demonstrations: runs at machine speed and can be set forward. Give it to the clinic's clock, never to the container:
/// its timers run on machine time.
/// </summary>
public sealed class SimulatedTime(TimeProvider machine, DateTimeOffset? start = null) : TimeProvider
{
    private long aheadTicks = start is { } moment ? (moment - machine.GetUtcNow()).Ticks : 0;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref aheadTicks));

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Goes to the moment and on from there; an earlier moment changes nothing.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        var ahead = (moment - machine.GetUtcNow()).Ticks;
        long seen;
        do
        {
            seen = Interlocked.Read(ref aheadTicks);
            if (ahead <= seen)
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref aheadTicks, ahead, seen) != seen);
    }
}
