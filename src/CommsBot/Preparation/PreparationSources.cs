using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>Where a protocol or the replies come from, as an answer says it: <c>sources</c>, each with a name and, where there is one, an address.</summary>
internal static class PreparationSources
{
    public static IReadOnlyList<Source> Read(YamlItem item)
    {
        var sources = item.Maps("sources").Select(One).ToList();
        if (sources.Count == 0) item.Fault("sources", "is missing: whoever signs this reads where it comes from");
        return sources;
    }

    private static Source One(YamlItem item)
    {
        var source = new Source(item.Required("name"), item.Text("url"));
        item.RefuseUnknown();
        if (source.Url is { } url && !Source.IsAddress(url)) item.Fault("url", Source.BadAddress);
        return source;
    }
}
