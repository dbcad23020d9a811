using System.Collections.Concurrent;

namespace CommsBot.Engine;

/// <summary>What moved: always a clinic, and the conversation when one was touched.</summary>
/// <param name="OnlookersOf">The talk, or the ticket without one, that somebody opened, left or types at, when nothing else moved: only who has it open need look.</param>
internal readonly record struct Change(string ClinicId, string? ConversationId = null, string? OnlookersOf = null);

/// <summary>
/// Tells this node's open sockets and console pages that rows changed, after the commit. It carries no content: whoever hears it reads the
/// rows, and reads them anyway every few seconds, so a change nobody heard loses nothing.
/// </summary>
internal sealed class Changes
{
    private readonly ConcurrentDictionary<Subscription, byte> listeners = [];
    private long moves;

    /// <summary>
    /// How often rows moved, as far as this node was told; who looks at what moves none. It grows before anybody hears of it: whoever keeps what was
    /// read compares it, and so never hands old rows to a listener that heard first.
    /// </summary>
    public long Moves => Interlocked.Read(ref moves);

    /// <summary>Carries a change to the other nodes; null while this is the only one.</summary>
    public Action<Change>? Elsewhere { get; set; }

    public void Publish(Change change)
    {
        PublishHere(change);
        Elsewhere?.Invoke(change);
    }

    /// <summary>For a change that another node wrote.</summary>
    public void PublishHere(Change change)
    {
        if (change.OnlookersOf is null) Interlocked.Increment(ref moves);
        foreach (var listener in listeners.Keys) listener.Hear(change);
    }

    /// <summary>The listener must return at once and must not throw; it stops hearing when disposed.</summary>
    public IDisposable Subscribe(Action<Change> hear)
    {
        var subscription = new Subscription(this, hear);
        listeners[subscription] = 0;
        return subscription;
    }

    private sealed class Subscription(Changes owner, Action<Change> hear) : IDisposable
    {
        public void Hear(Change change) => hear(change);

        public void Dispose() => owner.listeners.TryRemove(this, out _);
    }
}
