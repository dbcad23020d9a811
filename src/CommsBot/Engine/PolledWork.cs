namespace CommsBot.Engine;

/// <summary>
/// Something a slice looks at twice a second because a row may have become due. Must be cheap when nothing is, safe to run on several nodes at
/// once, and may throw: the next look comes anyway.
/// </summary>
internal delegate Task PolledWork(CancellationToken ct);
