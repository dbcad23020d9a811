using System.Collections.Concurrent;

namespace CommsBot.Outbox;

/// <summary>The pace of each clinic's number on this node, and whether its sender is pausing because the provider said that nothing can leave.</summary>
internal sealed class Senders(ITextCarrier carrier, TimeProvider machine)
{
    private readonly ConcurrentDictionary<string, Pace> paces = new();

    public Pace PaceOf(string clinicId) => paces.GetOrAdd(clinicId, _ => new Pace(carrier.Limits.PerSecond, machine));

    /// <summary>Whether a text's words are taken back at the provider once it is delivered.</summary>
    public bool Redacts => carrier.Redacts;

    public void Stop(string clinicId, TimeSpan pause) => PaceOf(clinicId).Stop(pause);

    /// <summary>Clinics whose sender is pausing now; for the readiness page.</summary>
    public IReadOnlyList<string> Stopped => [.. paces.Where(pace => pace.Value.IsStopped).Select(pace => pace.Key)];
}
