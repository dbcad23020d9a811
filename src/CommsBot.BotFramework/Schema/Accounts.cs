namespace CommsBot.BotFramework.Schema;

/// <summary>A person or a bot on a channel. The id means nothing outside that channel.</summary>
public sealed record ChannelAccount : SchemaObject
{
    public ChannelAccount() { }

    public ChannelAccount(string? id, string? name = null, string? role = null) => (Id, Name, Role) = (id, name, role);

    public string? Id { get; set; }
    public string? Name { get; set; }
    public string? AadObjectId { get; set; }

    /// <summary>One of <see cref="RoleTypes"/>.</summary>
    public string? Role { get; set; }
}

/// <summary>The conversation an activity belongs to.</summary>
public sealed record ConversationAccount : SchemaObject
{
    public ConversationAccount() { }

    public ConversationAccount(string? id) => Id = id;

    public string? Id { get; set; }
    public string? Name { get; set; }
    public bool? IsGroup { get; set; }
    public string? ConversationType { get; set; }
    public string? TenantId { get; set; }
    public string? AadObjectId { get; set; }
    public string? Role { get; set; }
}

/// <summary>Enough to come back to a conversation later, without an activity to answer.</summary>
public sealed record ConversationReference : SchemaObject
{
    public string? ActivityId { get; set; }
    public ChannelAccount? User { get; set; }
    public ChannelAccount? Bot { get; set; }
    public ConversationAccount? Conversation { get; set; }
    public string? ChannelId { get; set; }
    public string? ServiceUrl { get; set; }
    public string? Locale { get; set; }
}
