using System.Collections.Concurrent;
using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>
/// The open streams of this process. Waking is a hint: a stream reads what is new from the backend itself and misses nothing without
/// hints.
/// </summary>
public sealed class DirectLineSockets
{
    private readonly ConcurrentDictionary<string, DirectLineSocket[]> open = new();
    private readonly Lock gate = new();

    public int Count => open.Values.Sum(sockets => sockets.Length);

    /// <summary>To be called after a commit that added activities. Never blocks; an unknown conversation is fine.</summary>
    public void Wake(string conversationId)
    {
        if (!open.TryGetValue(conversationId, out var sockets)) return;
        foreach (var socket in sockets) socket.Wake();
    }

    /// <summary>Shows an activity that is never stored, in practice <c>typing</c>. The newest replaces one that has not left yet.</summary>
    public void Typing(string conversationId, Activity activity)
    {
        if (!open.TryGetValue(conversationId, out var sockets)) return;
        foreach (var socket in sockets) socket.Show(activity);
    }

    internal void Add(string conversationId, DirectLineSocket socket, int most)
    {
        lock (gate)
        {
            DirectLineSocket[] sockets = [.. open.GetValueOrDefault(conversationId, []), socket];
            foreach (var oldest in sockets[..Math.Max(0, sockets.Length - most)]) oldest.GiveWay();
            open[conversationId] = sockets[Math.Max(0, sockets.Length - most)..];
        }
    }

    internal void Remove(string conversationId, DirectLineSocket socket)
    {
        lock (gate)
        {
            DirectLineSocket[] left = [.. open.GetValueOrDefault(conversationId, []).Where(other => other != socket)];
            if (left.Length > 0) open[conversationId] = left;
            else open.TryRemove(conversationId, out _);
        }
    }
}
