namespace CommsBot.Engine;

/// <summary>
/// Something a slice looks at twice a second because a row may have become due. Must be cheap when nothing is, safe to run on several nodes at
/// once, and may throw or take long: the next look comes anyway, and no other piece of work waits for it.
/// </summary>
internal delegate Task PolledWork(CancellationToken ct);
