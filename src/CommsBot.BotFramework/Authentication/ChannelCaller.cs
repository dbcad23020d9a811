using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.Authentication;

/// <summary>Why a call is not the channel's, in words for a log; nothing of the token stands in them.</summary>
public enum ChannelRefusal
{
    NoToken,
    NotOneToken,
    Unreadable,
    Algorithm,
    Issuer,
    Audience,
    Lifetime,
    UnknownKey,
    Signature,
    NoServiceUrl,
    NoChannel,
    NotEndorsed,
    OtherServiceUrl,
    ForeignServiceUrl,
}

/// <summary>A caller whose token holds. It speaks only for the channels its key is endorsed for, and from the service address in the token.</summary>
public sealed class ChannelCaller(string serviceUrl, IReadOnlySet<string> endorsements, ServiceAddresses addresses)
{
    /// <summary>Null when the activity is this caller's to send.</summary>
    public ChannelRefusal? RefusalOf(Activity activity)
    {
        if (string.IsNullOrEmpty(activity.ChannelId)) return ChannelRefusal.NoChannel;
        if (!endorsements.Contains(activity.ChannelId)) return ChannelRefusal.NotEndorsed;
        if (activity.ServiceUrl != serviceUrl) return ChannelRefusal.OtherServiceUrl;
        return addresses.Allows(serviceUrl) ? null : ChannelRefusal.ForeignServiceUrl;
    }
}

/// <summary>Who calls, or why nobody we know.</summary>
public readonly record struct ChannelReading(ChannelCaller? Caller, ChannelRefusal? Refusal);
