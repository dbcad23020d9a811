using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Benchmarks;

/// <summary>
/// A console without a screen: a real circuit of the console over its WebSocket, which confirms every render as a browser does and looks for words in
/// what it was sent. What a browser would do with them is not part of it.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private readonly HubConnection hub;
    private readonly ConcurrentDictionary<string, (long Since, TaskCompletionSource<double> Seen)> wanted = new();

    private Circuit(HubConnection hub) => this.hub = hub;

    /// <summary>Render batches received, and their bytes.</summary>
    public int Batches { get; private set; }
    public long Bytes { get; private set; }

    /// <param name="cookie">Of a person who is signed in.</param>
    public static async Task<Circuit> OpenAsync(HttpClient http, string cookie, string path)
    {
        var page = new Uri(http.BaseAddress!, path);
        using var request = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { { "Cookie", cookie } } };
        using var answer = await http.SendAsync(request);
        var markers = Markers().Matches(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Select(found => JsonNode.Parse(found.Groups[1].Value)!).ToList();
        if (markers.Count == 0) throw new InvalidOperationException($"{path} holds no interactive component.");

        var builder = new HubConnectionBuilder().WithUrl(new Uri(http.BaseAddress!, "/_blazor"), HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.Headers["Cookie"] = cookie;
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        var circuit = new Circuit(builder.Build());
        await circuit.StartAsync(http.BaseAddress!, page, markers);
        return circuit;
    }

    /// <summary>Milliseconds from <paramref name="since"/> until a render holds these words.</summary>
    public Task<double> SeesAsync(string words, long since) =>
        wanted.GetOrAdd(words, _ => (since, new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously))).Seen.Task;

    public Task GoAsync(Uri page) => hub.SendAsync("OnLocationChanged", page.ToString(), null, true);

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private async Task StartAsync(Uri home, Uri page, List<JsonNode> markers)
    {
        hub.On<long, byte[]>("JS.RenderBatch", TakeAsync);
        hub.On<long, string, string?, int, long, int>("JS.BeginInvokeJS", AnswerAsync);
        hub.On<string>("JS.Error", error => Console.Error.WriteLine($"A circuit ended: {error}"));
        hub.On<long>("JS.EndUpdateRootComponents", _ => { });
        await hub.StartAsync();
        await hub.InvokeAsync<string>("StartCircuit", home.ToString(), page.ToString(), "[]", "");
        var operations = new JsonArray([.. markers.Select((marker, at) => (JsonNode)new JsonObject { ["type"] = "add", ["ssrComponentId"] = at + 1, ["marker"] = marker })]);
        await hub.SendAsync("UpdateRootComponents", new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(), "");
    }

    private async Task TakeAsync(long batch, byte[] bytes)
    {
        (Batches, Bytes) = (Batches + 1, Bytes + bytes.Length);
        foreach (var (words, (since, seen)) in wanted)
        {
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) < 0) continue;
            seen.TrySetResult(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            wanted.TryRemove(words, out _);
        }

        await hub.SendAsync("OnRenderCompleted", batch, null);
    }

    private async Task AnswerAsync(long handle, string identifier, string? arguments, int kind, long target, int call)
    {
        if (handle == 0) return;
        JsonNode? answer = identifier.EndsWith("AreOn", StringComparison.Ordinal) ? false : identifier.EndsWith("Text", StringComparison.Ordinal) ? "" : null;
        await hub.SendAsync("EndInvokeJSFromDotNet", handle, true, new JsonArray(handle, true, answer).ToJsonString());
    }

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->")]
    private static partial Regex Markers();

    /// <summary>Blazor's own name for SignalR's binary protocol.</summary>
    private sealed class BlazorPack : IHubProtocol
    {
        private readonly MessagePackHubProtocol inner = new();

        public string Name => "blazorpack";
        public int Version => 1;
        public TransferFormat TransferFormat => TransferFormat.Binary;
        public bool IsVersionSupported(int version) => version == Version;
        public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HubMessage? message) => inner.TryParseMessage(ref input, binder, out message);
        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);
        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);
    }
}
