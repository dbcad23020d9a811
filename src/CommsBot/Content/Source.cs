namespace CommsBot.Content;

/// <summary>Where words come from: patients see it under an answer, staff beside everything they read or sign in the content room.</summary>
internal sealed record Source(string Name, string? Url)
{
    public const string BadAddress = "must begin with https://";

    /// <summary>The list under that name, each with a name and, where there is one, an address.</summary>
    public static IReadOnlyList<Source> Read(YamlItems items, string name, FaultList faults)
    {
        var sources = new List<Source>();
        foreach (var source in items.Mappings(name))
        {
            source.RefuseOthers("name", "url");
            var url = source.Optional("url");
            if (url is not null && !IsAddress(url)) faults.Error(items.File, name, $"url {BadAddress}");
            sources.Add(new Source(source.Required("name"), url));
        }
        return sources;
    }

    public static bool IsAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
