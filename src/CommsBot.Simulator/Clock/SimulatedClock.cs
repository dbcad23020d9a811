using CommsBot.Simulator.Storage;

namespace CommsBot.Simulator.Clock;

/// <summary>Where clinic time stands and where it is going, kept over restarts.</summary>
internal sealed class SimulatedClock(SimulatorHost host, SimulatorDb db)
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);
    private readonly Lock gate = new();
    private readonly SemaphoreSlim asked = new(0);
    private DateTimeOffset? target;

    public DateTimeOffset? Target
    {
        get
        {
            lock (gate)
            {
                return target;
            }
        }
    }

    /// <summary>Goes on where the last run ended, if that is later than where the host's clock begins.</summary>
    public void Restore()
    {
        if (Load("now") is { } stored && stored > host.Now())
        {
            host.MoveTo(stored);
        }

        if (Load("target") is { } aim && aim > host.Now())
        {
            lock (gate)
            {
                target = aim;
            }

            asked.Release();
        }
    }

    /// <summary>
    /// Takes up the request; the text says why not. A span counts from where the clock is already going, so pressing twice goes twice as far,
    /// and a move under way is never shortened.
    /// </summary>
    public string? Ask(ClockRequest request)
    {
        lock (gate)
        {
            var now = host.Now();
            var from = target ?? now;
            if (request.Advance > Farthest)
            {
                return "The clock moves by at most one year.";
            }

            var aim = request.Advance is { } span ? from + span : request.To!.Value.ToUniversalTime();
            if (aim <= from)
            {
                return "The clock only moves forward.";
            }

            if (aim - now > Farthest)
            {
                return "The clock moves by at most one year.";
            }

            target = aim;
            Save("target", aim);
        }

        asked.Release();
        return null;
    }

    public Task Asked(CancellationToken cancel) => asked.WaitAsync(cancel);

    public void MoveTo(DateTimeOffset moment)
    {
        host.MoveTo(moment);
        Save("now", moment);
    }

    /// <summary>The move to this moment is over, unless a farther one was asked for meanwhile.</summary>
    public void Arrived(DateTimeOffset moment)
    {
        lock (gate)
        {
            target = target > moment ? target : null;
        }
    }

    /// <summary>Stores a moment that a later run will not begin before.</summary>
    public void Remember(TimeSpan ahead) => Save("now", host.Now() + ahead);

    private DateTimeOffset? Load(string name) => db.Query(
        "SELECT at FROM clock WHERE name = $name",
        row => (DateTimeOffset?)new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero),
        ("$name", name)).FirstOrDefault();

    private void Save(string name, DateTimeOffset at) => db.Run(
        "INSERT INTO clock (name, at) VALUES ($name, $at) ON CONFLICT (name) DO UPDATE SET at = excluded.at", ("$name", name), ("$at", at.UtcTicks));
}
