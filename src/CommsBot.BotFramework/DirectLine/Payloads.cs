using System.Text.Json.Serialization;
using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>
/// Body of <c>tokens/generate</c> and of <c>conversations</c>. <c>trustedOrigins</c> is not read: origins are the host's CORS policy.
/// </summary>
public sealed record TokenParameters : SchemaObject
{
    public ChannelAccount? User { get; set; }
    public string? Locale { get; set; }
}

/// <summary>Answer of the token and conversation calls.</summary>
public sealed record Conversation : SchemaObject
{
    public string? ConversationId { get; set; }
    public string? Token { get; set; }

    /// <summary>Seconds the token is good for, from now.</summary>
    [JsonPropertyName("expires_in")]
    public int? ExpiresIn { get; set; }

    /// <summary>Absolute ws or wss address; may be opened for a short while only.</summary>
    public string? StreamUrl { get; set; }
}

/// <summary>Activities with the watermark to ask with next.</summary>
public sealed record ActivitySet : SchemaObject
{
    public IList<Activity>? Activities { get; set; }
    public string? Watermark { get; set; }
}

public sealed record SessionId : SchemaObject
{
    [JsonPropertyName("sessionId")]
    public string? Id { get; set; }
}
