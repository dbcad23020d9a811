using System.Text.Json;
using CommsBot.BotFramework.Schema;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Storage;

namespace CommsBot.Channels.WebChat;

/// <summary>On the website the transcript row is the delivery: streams and polls read it after the commit.</summary>
internal sealed class WebChatReplies : IReplyChannel
{
    public Channel Channel => Channel.WebChat;

    public Task DeliverAsync(ClinicDb db, Clinic clinic, Conversation conversation, OutgoingReply reply, string key)
    {
        Conversations.Transcript.Append(db, conversation, Speaker.Bot, reply.Reply.Text, reply.Now, new EntryDetails(
            reply.Reply.Outcome, reply.Reply.Answers, JsonSerializer.Serialize(reply.Activity, BotFrameworkJson.Wire.Activity), Model: reply.Model));
        return Task.CompletedTask;
    }
}
