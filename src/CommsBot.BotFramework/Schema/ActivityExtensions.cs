using System.Text.Json.Nodes;

namespace CommsBot.BotFramework.Schema;

public static class ActivityExtensions
{
    extension(Activity activity)
    {
        /// <summary>
        /// The id the sender's program gave this message (<c>channelData.clientActivityID</c>); a repeat carries the same. Null when
        /// absent or no text.
        /// </summary>
        public string? ClientActivityId =>
            (activity.ChannelData as JsonObject)?["clientActivityID"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;

        /// <summary>Where to send later, read from an incoming activity: its sender is the user, its recipient the bot.</summary>
        public ConversationReference GetConversationReference() => new()
        {
            ActivityId = activity.Id,
            User = activity.From,
            Bot = activity.Recipient,
            Conversation = activity.Conversation,
            ChannelId = activity.ChannelId,
            ServiceUrl = activity.ServiceUrl,
            Locale = activity.Locale,
        };

        /// <summary>Addresses an outgoing activity. A locale or a reply id it already has is kept.</summary>
        public Activity ApplyConversationReference(ConversationReference reference)
        {
            activity.ChannelId = reference.ChannelId;
            activity.ServiceUrl = reference.ServiceUrl;
            activity.Conversation = reference.Conversation;
            activity.Locale ??= reference.Locale;
            activity.From = reference.Bot;
            activity.Recipient = reference.User;
            activity.ReplyToId ??= reference.ActivityId;
            return activity;
        }
    }
}
