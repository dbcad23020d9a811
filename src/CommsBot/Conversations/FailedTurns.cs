using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>
/// What remains of a turn that threw: the message is marked failed (staff can see and answer it, nothing repeats by itself), one fixed sentence
/// that ends with 911, 988 and the phone, at most every ten minutes, and a ticket. Where danger cannot be ruled out somebody is paged; while staff own
/// the conversation the sentence is said only there.
/// </summary>
internal sealed class FailedTurns(
    ClinicStore store, ContentLibrary library, UnansweredDanger danger, IEnumerable<IReplyChannel> channels, Hints hints, Changes changes)
{
    private static readonly TimeSpan Once = TimeSpan.FromMinutes(10);

    public async Task RecordAsync(TurnFacts facts)
    {
        // What failed may be the screen itself, or what came after it found something: then these are the only numbers the patient reads.
        var help = danger.Find(facts.Text, facts.Recent);
        await store.Write(async db =>
        {
            var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == facts.Conversation.Id);
            var message = await db.Inbound.AsTracking().SingleAsync(i => i.Id == facts.Message.Id);
            if (message.State != InboundState.Stored) return;
            message.State = InboundState.Failed;
            var turn = new Turn(facts, library.Wording);
            await TicketBook.OpenAsync(db, TurnTickets.Of(turn, conversation, new TicketDraft(HandoffKind.Technical, "turn-failed")), facts.Now);
            if (help is not null) await TicketBook.OpenAsync(db, TurnTickets.Of(turn, conversation, help.Ticket), facts.Now);
            await TicketBook.WakeAsync(db, conversation.Id, facts.Now);
            if (!conversation.BotOwns && help is null) return;
            if (conversation.FailureSaidAt is { } said && facts.Now - said < Once) return;
            conversation.FailureSaidAt = facts.Now;
            turn.Say("handoff/error", Outcome.Refused, MessageClass.Notice);
            var reply = new OutgoingReply(turn.Replies[0], ReplyActivity.Of(turn.Replies[0], turn), facts.Now, message);
            await channels.Single(c => c.Channel == conversation.Channel).DeliverAsync(db, facts.Clinic, conversation, reply, $"turn-{message.Id}-failed");
        });
        changes.Publish(new Change(facts.Clinic.Id, facts.Conversation.Id));
        hints.WakeClinic(facts.Clinic.Id);
    }
}
