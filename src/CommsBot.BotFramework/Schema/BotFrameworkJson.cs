using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CommsBot.BotFramework.DirectLine;

namespace CommsBot.BotFramework.Schema;

/// <summary>Reads and writes the protocol: camel case, nulls left out, letters of any language unescaped.</summary>
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(HeroCard))]
[JsonSerializable(typeof(Transcript))]
[JsonSerializable(typeof(ConversationReference))]
[JsonSerializable(typeof(ResourceResponse))]
[JsonSerializable(typeof(ExpectedReplies))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(TokenParameters))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ActivitySet))]
[JsonSerializable(typeof(SessionId))]
[JsonSerializable(typeof(JsonNode))]
public sealed partial class BotFrameworkJson : JsonSerializerContext
{
    /// <summary>For what we write and for what we wrote.</summary>
    public static BotFrameworkJson Wire { get; } = new(Settings(depth: 64));

    /// <summary>
    /// For what strangers send. Shallower than <see cref="Wire"/>, so that everything read can be written inside something else.
    /// </summary>
    public static BotFrameworkJson Incoming { get; } = new(Settings(depth: 32));

    private static JsonSerializerOptions Settings(int depth) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        MaxDepth = depth,
        // Two readers that disagree about which copy counts are a way around every check.
        AllowDuplicateProperties = false,
    };
}
