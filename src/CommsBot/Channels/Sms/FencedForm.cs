using System.Net;
using System.Net.Http.Headers;
using CommsBot.Outbox;

namespace CommsBot.Channels.Sms;

/// <summary>
/// A form that asks the fence at the moment its bytes go to the socket. While <see cref="Started"/> is false nothing of it has left this machine, so
/// whatever failed was surely not accepted. It can be written once.
/// </summary>
internal sealed class FencedForm : HttpContent
{
    private readonly byte[] bytes;
    private readonly SendFence fence;
    private int writes;

    private FencedForm(byte[] bytes, SendFence fence)
    {
        (this.bytes, this.fence) = (bytes, fence);
        Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
    }

    /// <summary>A byte of the form may have left.</summary>
    public bool Started { get; private set; }

    /// <summary>Why the fence stopped it; null when it did not.</summary>
    public string? StoppedFor { get; private set; }

    public static async Task<FencedForm> CreateAsync(IEnumerable<KeyValuePair<string, string>> fields, SendFence fence)
    {
        using var form = new FormUrlEncodedContent(fields);
        return new FencedForm(await form.ReadAsByteArrayAsync(), fence);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken ct)
    {
        if (Interlocked.Increment(ref writes) > 1) throw new InvalidOperationException("A text is written to the provider once.");
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
