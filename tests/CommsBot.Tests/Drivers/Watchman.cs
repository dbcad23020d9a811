using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Testing;

namespace CommsBot.Tests.Drivers;

/// <summary>Reads everything the service logged and, when asked, every span: nothing of a patient may stand there.</summary>
internal sealed class Watchman : IDisposable
{
    private readonly ConcurrentQueue<string> spans = [];
    private readonly ActivityListener? listener;

    public Watchman(bool withSpans)
    {
        if (!withSpans) return;
        listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(Text(span)),
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Set once the service is built.</summary>
    public FakeLogCollector? Logs { get; set; }

    public IEnumerable<string> Lines => (Logs?.GetSnapshot() ?? []).Select(Text).Concat(spans);

    public void SawNothingOf(params string[] planted)
    {
        foreach (var line in Lines)
            foreach (var value in planted)
                Assert.False(line.Contains(value, StringComparison.OrdinalIgnoreCase), $"\"{value}\" stands in: {line}");
    }

    public void Dispose() => listener?.Dispose();

    private static string Text(FakeLogRecord record)
    {
        var state = string.Join(' ', (record.StructuredState ?? []).Select(pair => $"{pair.Key}={pair.Value}"));
        return $"{record.Level} {record.Category} {record.Message} {state} {string.Join(' ', record.Scopes)} {record.Exception}";
    }

    private static string Text(Activity span) =>
        $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects.Select(Pair))} {string.Join(' ', span.Baggage)} "
        + string.Join(' ', span.Events.Select(e => $"{e.Name} {string.Join(' ', e.Tags.Select(Pair))}"));

    private static string Pair(KeyValuePair<string, object?> tag) => $"{tag.Key}={tag.Value}";
}
