using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>Conversations in memory, gone with the process. For tests and for bots that need no record.</summary>
public sealed class MemoryDirectLineBackend(DirectLineSockets sockets) : IDirectLineBackend
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Chat> chats = [];

    /// <summary>Called after a conversation was created. Must not block.</summary>
    public event Action<DirectLineStart>? Started;

    /// <summary>Called after a user's activity was stored, not for repeats. Must not block.</summary>
    public event Action<DirectLinePost>? Posted;

    public ValueTask<DirectLineStarted> StartAsync(DirectLineStart start, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!chats.TryAdd(start.ConversationId, new Chat())) return new(new DirectLineStarted.Existing());
        }

        Started?.Invoke(start);
        return new(new DirectLineStarted.Created());
    }

    public ValueTask<DirectLinePosted> PostAsync(DirectLinePost post, CancellationToken cancellationToken)
    {
        var posted = Store(post);
        if (posted is DirectLinePosted.Stored) Posted?.Invoke(post);
        return new(posted);
    }

    /// <summary>The bot's side: stores an activity and wakes the conversation's streams.</summary>
    /// <returns>Its sequence number.</returns>
    /// <exception cref="KeyNotFoundException">Nobody started this conversation.</exception>
    public long Append(string conversationId, Activity activity)
    {
        long sequence;
        lock (gate) sequence = chats[conversationId].Add(activity);
        sockets.Wake(conversationId);
        return sequence;
    }

    public ValueTask<IReadOnlyList<DirectLineItem>> ReadAsync(
        string conversationId, long after, int max, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!chats.TryGetValue(conversationId, out var chat) || after >= chat.Activities.Count) return new([]);
            var rows = chat.Activities.Skip((int)after).Take(max);
            return new([.. rows.Select((activity, index) => new DirectLineItem(after + index + 1, activity))]);
        }
    }

    public ValueTask<long?> LastSequenceAsync(string conversationId, CancellationToken cancellationToken)
    {
        lock (gate) return new(chats.TryGetValue(conversationId, out var chat) ? chat.Activities.Count : null);
    }

    private DirectLinePosted Store(DirectLinePost post)
    {
        lock (gate)
        {
            if (!chats.TryGetValue(post.ConversationId, out var chat)) return new DirectLinePosted.UnknownConversation();
            var key = (post.UserId, post.ClientActivityId);
            if (post.ClientActivityId is not null && chat.Repeats.TryGetValue(key, out var first)) return new DirectLinePosted.Duplicate(first);

            var sequence = chat.Add(post.Activity);
            if (post.ClientActivityId is not null) chat.Repeats[key] = sequence;
            return new DirectLinePosted.Stored(sequence);
        }
    }

    private sealed class Chat
    {
        public List<Activity> Activities { get; } = [];
        public Dictionary<(string User, string? ClientActivityId), long> Repeats { get; } = [];

        public long Add(Activity activity)
        {
            Activities.Add(activity with { });
            return Activities.Count;
        }
    }
}
