namespace CommsBot.Clinics;

/// <summary>
/// Clinic time: what patients and staff experience. Runs with the machine's clock, ahead of it by what the simulator moved it.
/// It is deliberately no <see cref="TimeProvider"/> and is never registered as one: leases, tokens and time-outs live in machine time,
/// and a moved clock must not sign anybody out.
/// </summary>
internal sealed class ClinicClock(TimeProvider machine)
{
    private readonly Lock moving = new();
    private long ahead;

    /// <summary>Raised after the clock was moved, so that whoever waits for the next due moment looks again.</summary>
    public event Action? Moved;

    /// <summary>Now, as an instant with offset zero.</summary>
    public DateTimeOffset UtcNow => machine.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    /// <summary>Moves the clock forward to that instant. False, and nothing moved, when it is not later than now. Only the simulator's host calls this.</summary>
    public bool MoveTo(DateTimeOffset instant)
    {
        lock (moving)
        {
            var distance = instant - UtcNow;
            if (distance <= TimeSpan.Zero) return false;
            Interlocked.Add(ref ahead, distance.Ticks);
        }
        Moved?.Invoke();
        return true;
    }
}
