namespace CommsBot.Outbox;

/// <summary>
/// The lines to the provider of one pass: so many calls at once, and claims that wait for a free line, most urgent first. While the database writes
/// down what ended, the next calls are already under way.
/// </summary>
internal sealed class CallLines(Func<Claim, Task<Posted>> call, int lines)
{
    private readonly Lock door = new();
    private readonly PriorityQueue<Claim, (MessageClass Class, int Order)> waiting = new();
    private readonly Dictionary<string, Queue<Claim>> behind = [];
    private List<Posted> ended = [];
    private TaskCompletionSource news = NewSignal();
    private int busy;
    private int order;
    private int queued;

    /// <summary>Claims whose end was not taken yet.</summary>
    public int Open
    {
        get
        {
            lock (door) return waiting.Count + queued + busy + ended.Count;
        }
    }

    public bool AnyEnded
    {
        get
        {
            lock (door) return ended.Count > 0;
        }
    }

    /// <summary>Completes when a call has ended since the last <see cref="TakeEnded"/>.</summary>
    public Task Ended
    {
        get
        {
            lock (door) return news.Task;
        }
    }

    public void Add(IReadOnlyList<Claim> claims)
    {
        var starting = new List<Claim>();
        lock (door)
        {
            foreach (var claim in claims) Add(claim);
            while (busy < lines && waiting.TryDequeue(out var next, out _))
            {
                busy++;
                starting.Add(next);
            }
        }

        foreach (var claim in starting) _ = Task.Run(() => RunAsync(claim));
    }

    // Two texts to one phone at once would arrive in any order; only danger does not wait for another text.
    private static bool WaitsForOthers(Claim claim) => claim.Class is not (MessageClass.Safety or MessageClass.Page);

    private void Add(Claim claim)
    {
        if (WaitsForOthers(claim) && !behind.TryAdd(claim.Text.To, new Queue<Claim>()))
        {
            behind[claim.Text.To].Enqueue(claim);
            queued++;
            return;
        }

        waiting.Enqueue(claim, (claim.Class, order++));
    }

    // Whoever was behind it comes before the others: its lease runs since the same moment.
    private Claim? NextAfter(Claim done)
    {
        if (WaitsForOthers(done) && behind.TryGetValue(done.Text.To, out var line))
        {
            if (line.TryDequeue(out var follower))
            {
                queued--;
                return follower;
            }

            behind.Remove(done.Text.To);
        }

        return waiting.TryDequeue(out var next, out _) ? next : null;
    }

    public List<Posted> TakeEnded()
    {
        lock (door)
        {
            if (ended.Count == 0) return [];
            var taken = ended;
            ended = [];
            news = NewSignal();
            return taken;
        }
    }

    private async Task RunAsync(Claim first)
    {
        for (Claim? claim = first; claim is not null;) claim = End(await call(claim));
    }

    // In one step: a call that has ended and still counts as under way would let the pass wait for nothing.
    private Claim? End(Posted posted)
    {
        TaskCompletionSource told;
        Claim? next;
        lock (door)
        {
            ended.Add(posted);
            told = news;
            next = NextAfter(posted.Claim);
            if (next is null) busy--;
        }

        told.TrySetResult();
        return next;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
