using System.Buffers;
using System.Text.Json;
using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>Builds one stream frame after another in the same memory: <c>{"activities":[…],"watermark":"…"}</c>.</summary>
internal sealed class FrameWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly Utf8JsonWriter json;
    private bool begun;

    public FrameWriter() => json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = BotFrameworkJson.Wire.Options.Encoder });

    /// <summary>Bytes of the frame so far.</summary>
    public long Length => json.BytesCommitted + json.BytesPending;

    public void Add(Activity activity)
    {
        if (!begun) Begin();
        JsonSerializer.Serialize(json, activity, BotFrameworkJson.Wire.Activity);
    }

    /// <summary>The finished frame; good until the next <see cref="Add"/>.</summary>
    public ReadOnlyMemory<byte> Finish(long watermark)
    {
        json.WriteEndArray();
        json.WriteString("watermark", Watermark.Write(watermark));
        json.WriteEndObject();
        json.Flush();
        begun = false;
        return buffer.WrittenMemory;
    }

    public void Dispose() => json.Dispose();

    private void Begin()
    {
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteStartArray("activities");
        begun = true;
    }
}
