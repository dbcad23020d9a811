using System.Text.Json;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;
using CommsBot.Storage;

namespace CommsBot.Outbox;

/// <summary>Messages into a conversation that is reached by its stored reference, asked for or not.</summary>
internal static class ReferencedMessages
{
    public static ConversationReference ReferenceOf(Conversation conversation) =>
        JsonSerializer.Deserialize(conversation.Reference!, BotFrameworkJson.Wire.ConversationReference)!;

    /// <summary>Writes the row in the caller's transaction; it leaves after the commit.</summary>
    /// <param name="activity">Addressed here; a reply id it has is kept.</param>
    /// <param name="body">What staff read when it was not received.</param>
    /// <param name="key">Names the occasion; the same key twice is refused by the database.</param>
    public static OutboundMessage Add(
        ClinicDb db, Conversation conversation, MessageClass @class, Activity activity, string body, string key, DateTimeOffset now)
    {
        var rule = Gate.RuleOf(@class);
        var message = new OutboundMessage
        {
            Id = Ids.New("out"),
            ClinicId = conversation.ClinicId,
            Channel = conversation.Channel,
            Class = @class,
            To = conversation.Id,
            ToHash = db.Cipher.LookUpHash(conversation.Id),
            Body = body,
            Activity = JsonSerializer.Serialize(activity.ApplyConversationReference(ReferenceOf(conversation)), BotFrameworkJson.Wire.Activity),
            Language = conversation.Language,
            ConversationId = conversation.Id,
            OwnerToken = rule.YieldsToStaff ? conversation.OwnerToken : null,
            UniqueKey = key,
            DueAt = now,
            NotAfter = now + rule.TooLateAfter,
        };
        db.Outbound.Add(message);
        return message;
    }
}
