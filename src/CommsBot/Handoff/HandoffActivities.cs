using System.Text.Json.Nodes;
using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;
using CommsBot.Outbox;
using Transcript = CommsBot.BotFramework.Schema.Transcript;

namespace CommsBot.Handoff;

/// <summary>A handoff as the Bot Framework's published events, whatever channel the conversation is on.</summary>
internal static class HandoffActivities
{
    /// <summary>Messages, the newest.</summary>
    public const int LongestTranscript = 50;

    private static readonly ChannelAccount Ourselves = new("commsbot", role: RoleTypes.Bot);

    /// <param name="packet">As the receiver may read it.</param>
    /// <param name="said">As the receiver may read it, oldest first.</param>
    public static Activity Initiation(Conversation conversation, HandoffTicket ticket, IReadOnlyList<SummaryField> packet, IEnumerable<TranscriptEntry> said)
    {
        var context = new JsonObject
        {
            ["ticket"] = ticket.Id,
            ["kind"] = ticket.Kind.ToString().ToLowerInvariant(),
            ["language"] = conversation.Language.ToString(),
            ["packet"] = new JsonArray([.. packet.Select(Told)]),
        };
        var reference = ReferenceOf(conversation);
        return EventFactory.CreateHandoffInitiation(reference, context, new Transcript { Activities = [.. said.Select(entry => Of(entry, reference))] });
    }

    /// <param name="state">One of <see cref="HandoffStates"/>.</param>
    public static Activity Status(Conversation conversation, string state, string? message = null) =>
        EventFactory.CreateHandoffStatus(ReferenceOf(conversation).Conversation!, state, message);

    /// <summary>Outside Bot Service a conversation has no address to write to: it is answered through <c>/api/handoffs</c>.</summary>
    public static ConversationReference ReferenceOf(Conversation conversation) => conversation.Channel == Channel.BotService ? ReferencedMessages.ReferenceOf(conversation) : new ConversationReference
    {
        ChannelId = conversation.Channel == Channel.Sms ? "sms" : "directline",
        Conversation = new ConversationAccount(conversation.Id),
        User = new ChannelAccount(conversation.UserId ?? conversation.Phone, role: RoleTypes.User),
        Bot = Ourselves,
    };

    // As in the API: a field without a value was not given; "message" is its number in the transcript.
    private static JsonNode Told(SummaryField field) => new JsonObject { ["name"] = field.Name, ["value"] = field.Value, ["message"] = field.Sequence };

    private static Activity Of(TranscriptEntry entry, ConversationReference reference) => new()
    {
        Type = ActivityTypes.Message,
        Timestamp = entry.At,
        ChannelId = reference.ChannelId,
        Conversation = reference.Conversation,
        From = entry.From == Speaker.Patient ? reference.User : reference.Bot,
        Recipient = entry.From == Speaker.Patient ? reference.Bot : reference.User,
        Text = entry.Text,
    };
}
