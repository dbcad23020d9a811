using CommsBot.Settings;

namespace CommsBot.Channels.WebChat;

/// <summary>Section <c>WebChat</c>.</summary>
internal sealed class WebChatSettings : ISettings
{
    /// <summary>Websites that may embed the chat, as origins (<c>https://www.example.org</c>). Default: none but our own address.</summary>
    public List<string> AllowedOrigins { get; set; } = [];

    /// <summary>Chats that one network address (of IPv6: one network of 64 bits) may open in an hour, 1 to 1,000,000; default 60. Not counted: this machine.</summary>
    public int ChatsPerHour { get; set; } = 60;

    /// <summary>The same in 24 hours, 1 to 1,000,000; default 300.</summary>
    public int ChatsPerDay { get; set; } = 300;

    public IEnumerable<string> Faults(StartContext start)
    {
        if (ChatsPerHour is < 1 or > 1_000_000) yield return "WebChat:ChatsPerHour must be from 1 to 1000000.";
        if (ChatsPerDay is < 1 or > 1_000_000) yield return "WebChat:ChatsPerDay must be from 1 to 1000000.";
        foreach (var origin in AllowedOrigins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var address) || address.GetLeftPart(UriPartial.Authority) != origin || address.Scheme is not ("http" or "https"))
                yield return $"WebChat:AllowedOrigins: \"{origin}\" is not an origin like https://www.example.org.";
    }
}
