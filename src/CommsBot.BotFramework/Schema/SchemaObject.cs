using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommsBot.BotFramework.Schema;

/// <summary>
/// What every object of the activity schema shares: fields we do not know survive a round trip,
/// and <see cref="ToString"/> says nothing but the type, because names and texts do not belong in logs.
/// </summary>
public abstract record SchemaObject
{
    /// <summary>Fields of the sender that this schema does not name. Null when there were none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Properties { get; set; }

    public sealed override string ToString() => GetType().Name;
}
