namespace CommsBot.Storage;

/// <summary>
/// SQLite has one writer: whoever writes in this process passes here, one at a time, instead of colliding on the file. On PostgreSQL the gate
/// is open and only remembers that a write is under way. Re-entrant along one asynchronous flow.
/// </summary>
internal sealed class WriteGate(bool oneWriter)
{
    private readonly SemaphoreSlim door = new(1, 1);
    private readonly AsyncLocal<Pass?> held = new();

    /// <summary>True inside a write of this flow; commands that change rows outside it are refused by <see cref="WriteGuard"/>.</summary>
    public bool IsHeld => held.Value is { Released: false };

    public IDisposable Enter()
    {
        if (IsHeld) return Nothing.Instance;
        if (oneWriter) door.Wait();
        return held.Value = new Pass(this);
    }

    // Not async itself: a value set in an async method would not flow back to the caller.
    public ValueTask<IDisposable> EnterAsync(CancellationToken ct)
    {
        if (IsHeld) return ValueTask.FromResult<IDisposable>(Nothing.Instance);
        var pass = held.Value = new Pass(this);
        if (!oneWriter || door.Wait(0, ct)) return ValueTask.FromResult<IDisposable>(pass);
        return Waited(pass, ct);
    }

    private async ValueTask<IDisposable> Waited(Pass pass, CancellationToken ct)
    {
        try
        {
            await door.WaitAsync(ct);
            return pass;
        }
        catch (OperationCanceledException)
        {
            pass.Released = true;
            throw;
        }
    }

    private sealed class Pass(WriteGate gate) : IDisposable
    {
        public bool Released { get; set; }

        public void Dispose()
        {
            if (Released) return;
            Released = true;
            gate.held.Value = null;
            if (gate.IsOneWriter) gate.door.Release();
        }
    }

    private bool IsOneWriter => oneWriter;

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
