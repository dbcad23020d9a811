namespace CommsBot.Storage;

/// <summary>
/// Many small writes, few commits: what comes while a commit is under way shares the next one. Each caller goes on only when its own is stored; one
/// that cannot be stored harms none of its neighbours.
/// </summary>
/// <param name="most">How many share a commit.</param>
/// <param name="write">Stores all of them, or throws and stores none.</param>
internal sealed class SharedWrite<T>(int most, Func<IReadOnlyList<T>, Task> write)
{
    private readonly Lock door = new();
    private readonly Queue<(T Item, TaskCompletionSource Stored)> waiting = [];
    private bool running;

    /// <summary>Completes when the item is stored; fails when it could not be.</summary>
    public Task AddAsync(T item)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (door)
        {
            waiting.Enqueue((item, stored));
            if (running) return stored.Task;
            running = true;
        }

        _ = Task.Run(DrainAsync);
        return stored.Task;
    }

    private async Task DrainAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                await write([.. batch.Select(one => one.Item)]);
                batch.ForEach(one => one.Stored.SetResult());
            }
            catch (Exception) when (batch.Count > 1)
            {
                foreach (var one in batch) await AloneAsync(one.Item, one.Stored);
            }
            catch (Exception fault)
            {
                batch[0].Stored.SetException(fault);
            }
        }
    }

    private async Task AloneAsync(T item, TaskCompletionSource stored)
    {
        try
        {
            await write([item]);
            stored.SetResult();
        }
        catch (Exception fault)
        {
            stored.SetException(fault);
        }
    }

    private List<(T Item, TaskCompletionSource Stored)> Next()
    {
        var batch = new List<(T, TaskCompletionSource)>();
        lock (door)
        {
            while (batch.Count < most && waiting.TryDequeue(out var one)) batch.Add(one);
            if (batch.Count == 0) running = false;
        }

        return batch;
    }
}
