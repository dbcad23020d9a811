using System.Net.WebSockets;
using CommsBot.BotFramework.DirectLine;

namespace CommsBot.Tests.BotFramework;

/// <summary>The memory backend on a bad day.</summary>
internal sealed class Moody(IDirectLineBackend inner) : IDirectLineBackend
{
    public Func<DirectLinePosted>? OnPost { get; init; }
    public Action? OnRead { get; init; }

    public ValueTask<DirectLineStarted> StartAsync(DirectLineStart start, CancellationToken cancellationToken) => inner.StartAsync(start, cancellationToken);

    public ValueTask<DirectLinePosted> PostAsync(DirectLinePost post, CancellationToken cancellationToken) =>
        OnPost is null ? inner.PostAsync(post, cancellationToken) : ValueTask.FromResult(OnPost());

    public ValueTask<IReadOnlyList<DirectLineItem>> ReadAsync(string conversationId, long after, int max, CancellationToken cancellationToken)
    {
        OnRead?.Invoke();
        return inner.ReadAsync(conversationId, after, max, cancellationToken);
    }

    public ValueTask<long?> LastSequenceAsync(string conversationId, CancellationToken cancellationToken) => inner.LastSequenceAsync(conversationId, cancellationToken);
}

/// <summary>A socket whose other end never takes anything, until it is aborted.</summary>
internal sealed class StuckWebSocket : WebSocket
{
    private readonly TaskCompletionSource<CancellationToken> sending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The token of the first send, once there is one.</summary>
    public Task<CancellationToken> Sending => sending.Task;

    public override WebSocketState State => aborted.Task.IsCompleted ? WebSocketState.Aborted : WebSocketState.Open;
    public override WebSocketCloseStatus? CloseStatus => null;
    public override string? CloseStatusDescription => null;
    public override string? SubProtocol => null;

    public override void Abort() => aborted.TrySetException(new WebSocketException("aborted"));

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        sending.TrySetResult(cancellationToken);
        return aborted.Task;
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        await aborted.Task;
        throw new WebSocketException("aborted");
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => aborted.Task;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => aborted.Task;

    public override void Dispose() => Abort();
}
