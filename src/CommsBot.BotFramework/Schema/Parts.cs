using System.Text.Json.Nodes;

namespace CommsBot.BotFramework.Schema;

/// <summary>A tap: what it shows and what it does (one of <see cref="ActionTypes"/>).</summary>
public sealed record CardAction : SchemaObject
{
    public string? Type { get; set; }
    public string? Title { get; set; }
    public string? Image { get; set; }
    public string? ImageAltText { get; set; }
    public string? Text { get; set; }
    public string? DisplayText { get; set; }
    public JsonNode? Value { get; set; }
    public JsonNode? ChannelData { get; set; }
}

/// <summary>Taps offered below a message until the next one arrives.</summary>
public sealed record SuggestedActions : SchemaObject
{
    /// <summary>Ids of those who see them; null means everybody.</summary>
    public IList<string>? To { get; set; }
    public IList<CardAction>? Actions { get; set; }
}

/// <summary>A card or a file of a message.</summary>
public sealed record Attachment : SchemaObject
{
    public string? ContentType { get; set; }
    public string? ContentUrl { get; set; }
    public JsonNode? Content { get; set; }
    public string? Name { get; set; }
    public string? ThumbnailUrl { get; set; }
}

public sealed record HeroCard : SchemaObject
{
    public const string ContentType = "application/vnd.microsoft.card.hero";

    public string? Title { get; set; }
    public string? Subtitle { get; set; }
    public string? Text { get; set; }
    public IList<CardImage>? Images { get; set; }
    public IList<CardAction>? Buttons { get; set; }
    public CardAction? Tap { get; set; }

    public Attachment ToAttachment() => new()
    {
        ContentType = ContentType,
        Content = System.Text.Json.JsonSerializer.SerializeToNode(this, BotFrameworkJson.Wire.HeroCard),
    };
}

public sealed record CardImage : SchemaObject
{
    public string? Url { get; set; }
    public string? Alt { get; set; }
    public CardAction? Tap { get; set; }
}

/// <summary>Metadata of an activity; its fields depend on the type and stand in <see cref="SchemaObject.Properties"/>.</summary>
public sealed record Entity : SchemaObject
{
    public string? Type { get; set; }
}

public sealed record MessageReaction : SchemaObject
{
    public string? Type { get; set; }
}

public sealed record TextHighlight : SchemaObject
{
    public string? Text { get; set; }
    public int? Occurrence { get; set; }
}

public sealed record SemanticAction : SchemaObject
{
    public string? State { get; set; }
    public string? Id { get; set; }
    public IDictionary<string, Entity>? Entities { get; set; }
}

/// <summary>A conversation's activities, oldest first, as handed to a person who takes over.</summary>
public sealed record Transcript : SchemaObject
{
    public IList<Activity>? Activities { get; set; }
}

/// <summary>The answer to an activity that asked for its replies in the same call.</summary>
public sealed record ExpectedReplies : SchemaObject
{
    public IList<Activity>? Activities { get; set; }
}

/// <summary>The answer to a sent activity: its id.</summary>
public sealed record ResourceResponse : SchemaObject
{
    public string? Id { get; set; }
}

/// <summary>The published shape of every refusal. Codes are stable, messages are for people.</summary>
public sealed record ErrorResponse : SchemaObject
{
    public Error? Error { get; set; }
}

public sealed record Error : SchemaObject
{
    public string? Code { get; set; }
    public string? Message { get; set; }
}
