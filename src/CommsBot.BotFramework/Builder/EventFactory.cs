using System.Text.Json;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.Builder;

public static class HandoffEventNames
{
    public const string InitiateHandoff = "handoff.initiate";
    public const string HandoffStatus = "handoff.status";
}

/// <summary>States of a <c>handoff.status</c> event.</summary>
public static class HandoffStates
{
    public const string Accepted = "accepted";
    public const string Failed = "failed";
    public const string Completed = "completed";
}

/// <summary>
/// The two published events by which a bot hands a conversation to a person and learns what became of it. They route nothing
/// themselves.
/// </summary>
public static class EventFactory
{
    /// <param name="handoffContext">What the person should know; its fields are the receiver's affair.</param>
    public static Activity CreateHandoffInitiation(ITurnContext turn, JsonNode? handoffContext, Transcript? transcript = null) =>
        CreateHandoffInitiation(turn.Activity.GetConversationReference(), handoffContext, transcript);

    /// <summary>Outside a turn: for a conversation that is reached by its reference.</summary>
    public static Activity CreateHandoffInitiation(ConversationReference about, JsonNode? handoffContext, Transcript? transcript = null)
    {
        var initiation = Event(HandoffEventNames.InitiateHandoff, handoffContext, about.Conversation);
        initiation.RelatesTo = about;
        if (transcript is null) return initiation;
        initiation.Attachments =
        [
            new Attachment
            {
                ContentType = "application/json",
                Name = "Transcript",
                Content = JsonSerializer.SerializeToNode(transcript, BotFrameworkJson.Wire.Transcript),
            },
        ];
        return initiation;
    }

    /// <param name="state">One of <see cref="HandoffStates"/>.</param>
    public static Activity CreateHandoffStatus(ConversationAccount conversation, string state, string? message = null)
    {
        var value = new JsonObject { ["state"] = state };
        if (message is not null) value["message"] = message;
        return Event(HandoffEventNames.HandoffStatus, value, conversation);
    }

    private static Activity Event(string name, JsonNode? value, ConversationAccount? conversation) => new()
    {
        Type = ActivityTypes.Event,
        Id = Guid.NewGuid().ToString("n"),
        Name = name,
        Value = value,
        Conversation = conversation,
    };
}
