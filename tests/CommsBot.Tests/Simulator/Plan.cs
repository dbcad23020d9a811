using CommsBot.Simulator;

namespace CommsBot.Tests.Simulator;

/// <summary>Texts due at given moments; each goes after it has been asked for a number of times.</summary>
internal sealed class Plan(int waits, params DateTimeOffset[] due)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<DateTimeOffset, int> open = due.Distinct().ToDictionary(moment => moment, _ => waits);
    private Func<DateTimeOffset> now = () => SimulatorApp.Start;

    public List<DateTimeOffset> Stops { get; } = [];

    public List<DateTimeOffset> Skipped { get; } = [];

    /// <summary>Ends when a due text has been found waiting.</summary>
    public Task Waiting => waiting.Task;

    public SimulatorHost Host(SimulatorHost host)
    {
        now = host.Now;
        return host with { NextDue = NextDue, Settled = Settled, MoveTo = moment => { Watch(moment); host.MoveTo(moment); } };
    }

    public void SendAll()
    {
        lock (gate)
        {
            open.Clear();
        }
    }

    private void Watch(DateTimeOffset moment)
    {
        lock (gate)
        {
            Stops.Add(moment);
            Skipped.AddRange(open.Keys.Where(due => due < moment));
        }
    }

    private Task<DateTimeOffset?> NextDue(DateTimeOffset until)
    {
        lock (gate)
        {
            return Task.FromResult(open.Keys.Where(due => due > now() && due <= until).Order().Select(due => (DateTimeOffset?)due).FirstOrDefault());
        }
    }

    private Task<bool> Settled()
    {
        lock (gate)
        {
            foreach (var moment in open.Keys.Where(due => due <= now()).ToList())
            {
                if (open[moment]-- > 0)
                {
                    waiting.TrySetResult();
                    continue;
                }

                open.Remove(moment);
            }

            return Task.FromResult(!open.Keys.Any(due => due <= now()));
        }
    }
}
