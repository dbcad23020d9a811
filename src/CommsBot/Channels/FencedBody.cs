using System.Net;
using System.Net.Http.Headers;
using CommsBot.Outbox;

namespace CommsBot.Channels;

/// <summary>
/// A body that asks the fence at the moment its bytes go to the socket. While <see cref="Started"/> is false nothing of it has left this machine, so
/// whatever failed was surely not accepted. It can be written once.
/// </summary>
internal sealed class FencedBody : HttpContent
{
    private readonly byte[] bytes;
    private readonly SendFence fence;
    private int writes;

    public FencedBody(byte[] bytes, string contentType, SendFence fence)
    {
        (this.bytes, this.fence) = (bytes, fence);
        Headers.ContentType = new MediaTypeHeaderValue(contentType);
    }

    /// <summary>A byte of the body may have left.</summary>
    public bool Started { get; private set; }

    /// <summary>Why the fence stopped it; null when it did not.</summary>
    public string? StoppedFor { get; private set; }

    public static async Task<FencedBody> FormAsync(IEnumerable<KeyValuePair<string, string>> fields, SendFence fence)
    {
        using var form = new FormUrlEncodedContent(fields);
        return new FencedBody(await form.ReadAsByteArrayAsync(), "application/x-www-form-urlencoded", fence);
    }

    /// <summary>What a call came to that ended with this; null when it is no failure of fence or network.</summary>
    public PostOutcome? OutcomeOf(Exception failure)
    {
        if (StoppedFor is { } stopped) return new PostOutcome.NotProcessed(stopped);
        if (failure is not (HttpRequestException or OperationCanceledException or IOException)) return null;
        if (!Started) return new PostOutcome.NotProcessed("not-connected");
        return new PostOutcome.Unknown(failure is OperationCanceledException ? "time-out" : "connection-lost");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken ct)
    {
        if (Interlocked.Increment(ref writes) > 1) throw new InvalidOperationException("A message is written to the provider once.");
        try
        {
            await fence.PassAsync();
        }
        catch (SendStoppedException stopped)
        {
            StoppedFor = stopped.Why;
            throw;
        }

        ct.ThrowIfCancellationRequested();
        Started = true;
        await stream.WriteAsync(bytes, ct);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
