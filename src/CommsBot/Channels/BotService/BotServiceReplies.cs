using System.Text.Json;
using CommsBot.BotFramework.Schema;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Storage;
using Transcript = CommsBot.Conversations.Transcript;

namespace CommsBot.Channels.BotService;

/// <summary>
/// The bot's words in Teams and the like: shown in the transcript with the turn, carried by the outbox after it. Whoever waits for them in the answer
/// to its own call reads them from the transcript instead.
/// </summary>
internal sealed class BotServiceReplies(PacketReader packets) : IReplyChannel
{
    public Channel Channel => Channel.BotService;

    public Task DeliverAsync(ClinicDb db, Clinic clinic, Conversation conversation, OutgoingReply reply, string key)
    {
        var activity = ChannelWords.Of(reply, ReferencedMessages.ReferenceOf(conversation));
        activity.ReplyToId = reply.Answered.ChannelActivityId;
        var carried = reply.Answered.RepliesInAnswer
            ? null
            : ReferencedMessages.Add(db, conversation, reply.Reply.Class, activity, reply.Reply.Text, key, reply.Now);
        Transcript.Append(db, conversation, Speaker.Bot, reply.Reply.Text, reply.Now, new EntryDetails(
            reply.Reply.Outcome, reply.Reply.Answers, JsonSerializer.Serialize(activity, BotFrameworkJson.Wire.Activity), OutboundId: carried?.Id, Model: reply.Model));
        return Task.CompletedTask;
    }

    public Task AskPersonAsync(ClinicDb db, Conversation conversation, HandoffTicket ticket, DateTimeOffset now) => HandoffEvents.InitiateAsync(db, packets, conversation, ticket, now);
}
