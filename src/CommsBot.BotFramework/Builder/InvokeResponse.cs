using System.Text.Json.Nodes;

namespace CommsBot.BotFramework.Builder;

/// <summary>What an invoke is answered with, in the same HTTP call.</summary>
public sealed record InvokeResponse(int Status, JsonNode? Body = null)
{
    /// <summary>What a bot says to an invoke it has no deed for.</summary>
    public static InvokeResponse NotImplemented { get; } = new(501);
}
