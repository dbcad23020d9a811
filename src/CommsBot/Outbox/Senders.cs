using System.Collections.Concurrent;
using CommsBot.Conversations;

namespace CommsBot.Outbox;

/// <summary>The pace of each clinic's number or app on this node, and whether its sender is pausing because the provider said that nothing can leave.</summary>
internal sealed class Senders(Carriers carriers, TimeProvider machine)
{
    private readonly ConcurrentDictionary<(string Clinic, Channel Channel), Pace> paces = new();

    public Pace PaceOf(string clinicId, Channel channel) => paces.GetOrAdd((clinicId, channel), _ => new Pace(carriers.Of(channel).Limits.PerSecond, machine));

    /// <summary>Whether a message's words are taken back at the provider once it is delivered.</summary>
    public bool Redacts(Channel channel) => carriers.Of(channel).Redacts;

    public void Stop(OutboundMessage message, TimeSpan pause) => PaceOf(message.ClinicId, message.Channel).Stop(pause);
}
