using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Storage;

namespace CommsBot.Channels.Sms;

/// <summary>The bot's words on the phone: shown in the transcript with the turn, carried by the outbox after it.</summary>
internal sealed class SmsReplies(PatientTexts texts) : IReplyChannel
{
    public Channel Channel => Channel.Sms;

    public Task DeliverAsync(ClinicDb db, Clinic clinic, Conversation conversation, OutgoingReply reply, string key)
    {
        var message = texts.Add(db, clinic, conversation, reply.Reply.Class, reply.Reply.Text, key, reply.Now);
        Transcript.Append(db, conversation, Speaker.Bot, message.Body, reply.Now, new EntryDetails(reply.Reply.Outcome, reply.Reply.Answers, OutboundId: message.Id, Model: reply.Model));
        return Task.CompletedTask;
    }
}
