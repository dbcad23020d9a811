namespace CommsBot.Settings;

/// <summary>Section <c>Public</c>.</summary>
internal sealed class PublicSettings : ISettings
{
    /// <summary>The address that patients, Twilio and Azure reach, e.g. <c>https://chat.example.org</c>. Default: the bound address, under simulation or in Development only.</summary>
    public Uri? BaseUrl { get; set; }

    public IEnumerable<string> Faults(StartContext start)
    {
        if (BaseUrl is null)
        {
            if (!start.Simulated && !start.Environment.IsDevelopment()) yield return "Public:BaseUrl is missing: set the address that patients and Twilio reach.";
            yield break;
        }

        if (!BaseUrl.IsAbsoluteUri || BaseUrl.Scheme is not ("http" or "https")) yield return "Public:BaseUrl must be an absolute http or https address.";
        else if (BaseUrl.Scheme == "http" && start.Environment.IsProduction() && !BaseUrl.IsLoopback) yield return "Public:BaseUrl must be https in Production.";
    }
}
