using CommsBot.Clinics;
using CommsBot.Settings;

namespace CommsBot.Channels.WebChat;

/// <summary>Which websites may talk to the chat: our own address and the allowed ones, narrowed by a clinic's own list.</summary>
internal sealed class AllowedOrigins(WebChatSettings settings, PublicAddress address)
{
    public bool Allows(string? origin) => origin is not null && (IsOwn(origin) || settings.AllowedOrigins.Contains(origin));

    public bool Allows(string? origin, Clinic clinic) =>
        Allows(origin) && (IsOwn(origin!) || clinic.AllowedOrigins.Count == 0 || clinic.AllowedOrigins.Contains(origin!));

    /// <summary>The websites for the <c>frame-ancestors</c> of the chat page.</summary>
    public string FrameAncestors(Clinic clinic) =>
        string.Join(' ', settings.AllowedOrigins.Where(origin => clinic.AllowedOrigins.Count == 0 || clinic.AllowedOrigins.Contains(origin)).Prepend("'self'"));

    private bool IsOwn(string origin) =>
        origin == address.Base.GetLeftPart(UriPartial.Authority) || origin == address.Bound.GetLeftPart(UriPartial.Authority);
}
