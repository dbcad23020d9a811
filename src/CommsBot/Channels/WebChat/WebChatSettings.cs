using CommsBot.Settings;

namespace CommsBot.Channels.WebChat;

/// <summary>Section <c>WebChat</c>.</summary>
internal sealed class WebChatSettings : ISettings
{
    /// <summary>Websites that may embed the chat, as origins (<c>https://www.example.org</c>). Default: none but our own address.</summary>
    public List<string> AllowedOrigins { get; set; } = [];

    public IEnumerable<string> Faults(StartContext start)
    {
        foreach (var origin in AllowedOrigins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var address) || address.GetLeftPart(UriPartial.Authority) != origin || address.Scheme is not ("http" or "https"))
                yield return $"WebChat:AllowedOrigins: \"{origin}\" is not an origin like https://www.example.org.";
    }
}
