using System.Net.WebSockets;
using System.Threading.Channels;
using CommsBot.BotFramework.Schema;
using Microsoft.Extensions.Logging;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>
/// One client's stream. One loop sends, one listens; only the waiting of the first is ever cancelled, because cancelling a send kills the socket.
/// </summary>
internal sealed partial class DirectLineSocket(
    WebSocket socket,
    string conversationId,
    long after,
    IDirectLineBackend backend,
    DirectLineOptions options,
    TimeProvider time,
    ILogger log)
{
    /// <summary>Clients only send empty frames; more than this is somebody else.</summary>
    private const int LongestIncoming = 4096;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // One place: many wakes while a read is under way are one more read.
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource end = new();
    private Activity? typing;
    private long lastSent = time.GetTimestamp();
    private long watermark = after;
    private (WebSocketCloseStatus Status, string Reason) goodbye = (WebSocketCloseStatus.NormalClosure, "");

    public void Wake() => news.Writer.TryWrite(true);

    public void Show(Activity activity)
    {
        Volatile.Write(ref typing, activity);
        Wake();
    }

    /// <summary>Another stream of the same conversation takes this one's place.</summary>
    public void GiveWay() => End(WebSocketCloseStatus.PolicyViolation, "collision");

    /// <summary>Ends when the client leaves, stops taking frames, or <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var leaving = stopping.Register(() => End(WebSocketCloseStatus.EndpointUnavailable, "restarting"));
        await using var rechecks = time.CreateTimer(_ => Wake(), null, options.Recheck, options.Recheck);
        using var frames = new FrameWriter();
        var listening = ListenAsync();
        Wake();
        try
        {
            while (await news.Reader.WaitToReadAsync(end.Token))
            {
                news.Reader.TryRead(out _);
                await SendNewsAsync(frames);
            }
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            await CloseAsync(listening);
        }
        catch (Exception exception) when (exception is WebSocketException or TimeoutException or ObjectDisposedException)
        {
            LogLost(log, conversationId, exception);
            socket.Abort();
        }

        await listening;
    }

    private async Task SendNewsAsync(FrameWriter frames)
    {
        if (Interlocked.Exchange(ref typing, null) is { } transient)
        {
            frames.Add(transient with { Conversation = new ConversationAccount(conversationId), ReplyToId = null });
            await SendAsync(frames.Finish(watermark));
        }

        while (await ReadAsync() is { Items.Count: > 0 } page)
        {
            foreach (var item in page.Items)
            {
                frames.Add(item.Activity);
                watermark = item.Sequence;
                if (frames.Length >= options.MaxFrameBytes || item == page.Items[^1]) await SendAsync(frames.Finish(watermark));
            }

            watermark = page.Last;
        }

        if (time.GetElapsedTime(lastSent) >= options.KeepAlive) await SendAsync(ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Null when the backend cannot be read now; the next look tries again.</summary>
    private async ValueTask<ActivityPage?> ReadAsync()
    {
        try
        {
            var page = await ActivityPage.ReadAsync(backend, conversationId, watermark, end.Token);
            if (page.Items.Count == 0) watermark = page.Last;
            return page;
        }
        catch (Exception exception) when (!end.IsCancellationRequested)
        {
            LogUnreadable(log, conversationId, exception);
            return null;
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        lastSent = time.GetTimestamp();
        var sending = socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        if (sending.IsCompletedSuccessfully) return;
        await sending.AsTask().WaitAsync(options.SendTimeout, time);
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[256];
        var length = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) break;
                length = received.EndOfMessage ? 0 : length + received.Count;
                if (length > LongestIncoming) End(WebSocketCloseStatus.MessageTooBig, "too long");
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            LogLost(log, conversationId, exception);
        }

        await end.CancelAsync();
    }

    private async Task CloseAsync(Task listening)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(goodbye.Status, goodbye.Reason, CancellationToken.None).WaitAsync(Farewell, time);
            }

            await listening.WaitAsync(Farewell, time);
        }
        catch (Exception exception) when (exception is WebSocketException or TimeoutException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    private void End(WebSocketCloseStatus status, string reason)
    {
        if (end.IsCancellationRequested) return;
        goodbye = (status, reason);
        // Callers hold locks or are timers: what follows the cancellation runs elsewhere.
        _ = end.CancelAsync();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Stream of conversation {ConversationId} was lost")]
    private static partial void LogLost(ILogger log, string conversationId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream of conversation {ConversationId} could not read the backend; it will try again")]
    private static partial void LogUnreadable(ILogger log, string conversationId, Exception exception);
}
