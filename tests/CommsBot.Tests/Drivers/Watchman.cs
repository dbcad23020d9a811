using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Testing;

namespace CommsBot.Tests.Drivers;

/// <summary>Reads everything the service logged and the spans that would leave it: nothing of a patient may stand there, in no test of the suite (clinic-day 38).</summary>
internal sealed class Watchman : IDisposable
{
    /// <summary>Shorter words ("hello") stand in logs by right.</summary>
    private const int ShortestPlanted = 16;

    private static readonly string[] Exported = ["Microsoft.AspNetCore", "System.Net.Http"];

    /// <summary>What the service takes out of a span before it leaves (a test of its own proves that); the tests' own calls keep theirs.</summary>
    private static readonly string[] Addresses = ["url.full", "url.path", "url.query", "http.target", "http.url"];

    private readonly ConcurrentQueue<string> spans = [];
    private readonly ConcurrentDictionary<string, bool> planted = [];
    private readonly ActivityListener listener;

    /// <param name="everySpan">Also those that no telemetry would take along.</param>
    public Watchman(bool everySpan)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => everySpan || Exported.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(Text(span, everySpan ? [] : Addresses)),
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Set once the service is built.</summary>
    public FakeLogCollector? Logs { get; set; }

    public IEnumerable<string> Logged => (Logs?.GetSnapshot() ?? []).Select(Text);

    public IEnumerable<string> Lines => Logged.Concat(spans);

    /// <summary>A driver gave the service these words of a patient or about one.</summary>
    public void PlantText(string? words)
    {
        if (words?.Length >= ShortestPlanted && words.Contains(' ', StringComparison.Ordinal)) planted[words] = true;
    }

    /// <param name="number">As somebody wrote it; what is no whole number is left out.</param>
    public void PlantPhone(string? number)
    {
        var digits = string.Concat((number ?? "").Where(char.IsAsciiDigit));
        if (digits.Length >= 10) planted[digits[^10..]] = true;
    }

    public void SawNothingPlanted()
    {
        if (planted.IsEmpty) return;
        var any = SearchValues.Create([.. planted.Keys], StringComparison.OrdinalIgnoreCase);
        foreach (var line in Lines) Assert.False(line.AsSpan().ContainsAny(any), $"Something a driver planted stands in: {line}");
    }

    public void SawNothingOf(params string[] planted)
    {
        foreach (var line in Lines)
            foreach (var value in planted)
                Assert.False(line.Contains(value, StringComparison.OrdinalIgnoreCase), $"\"{value}\" stands in: {line}");
    }

    public void Dispose() => listener.Dispose();

    private static string Text(FakeLogRecord record)
    {
        var state = string.Join(' ', (record.StructuredState ?? []).Select(pair => $"{pair.Key}={pair.Value}"));
        return $"{record.Level} {record.Category} {record.Message} {state} {string.Join(' ', record.Scopes)} {record.Exception}";
    }

    private static string Text(Activity span, string[] without) =>
        $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects.Where(tag => !without.Contains(tag.Key)).Select(Pair))} {string.Join(' ', span.Baggage)} "
        + string.Join(' ', span.Events.Select(e => $"{e.Name} {string.Join(' ', e.Tags.Select(Pair))}"));

    private static string Pair(KeyValuePair<string, object?> tag) => $"{tag.Key}={tag.Value}";
}
