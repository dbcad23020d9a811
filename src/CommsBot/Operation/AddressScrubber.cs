using System.Diagnostics;
using OpenTelemetry;

namespace CommsBot.Operation;

/// <summary>
/// Takes out of every span what an address could tell of a patient: queries wholly, and of a path everything but the route it matched.
/// An outgoing call keeps its host only.
/// </summary>
internal sealed class AddressScrubber : BaseProcessor<Activity>
{
    private static readonly string[] Queries = ["url.query", "http.target", "http.url"];

    public override void OnEnd(Activity span)
    {
        foreach (var tag in Queries) span.SetTag(tag, null);
        if (span.GetTagItem("url.path") is not null) span.SetTag("url.path", span.GetTagItem("http.route") as string ?? "/");
        if (span.GetTagItem("url.full") is string whole)
            span.SetTag("url.full", Uri.TryCreate(whole, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : null);
    }
}
