using CommsBot.BotFramework.Schema;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>Makes a decided turn true, wholly or not at all: state, tickets, effects, transcript and outgoing messages in one transaction.</summary>
internal sealed class TurnCommit(ClinicStore store, IEnumerable<IReplyChannel> channels, SmallTalk talk, Hints hints, Changes changes)
{
    private readonly Dictionary<Channel, IReplyChannel> channels = channels.ToDictionary(channel => channel.Channel);

    /// <summary>False, and nothing written, when the conversation moved since the turn was read: somebody claimed it, or another node was faster.</summary>
    public async Task<bool> TryAsync(Turn turn, IReadOnlyList<Activity> activities, CancellationToken ct)
    {
        var done = await store.Write(async db =>
        {
            var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == turn.Conversation.Id, ct);
            var message = await db.Inbound.AsTracking().SingleAsync(i => i.Id == turn.Message.Id, ct);
            if (conversation.Version != turn.Conversation.Version || message.State != InboundState.Stored) return false;

            conversation.Language = turn.Language;
            foreach (var effect in turn.Effects) await effect(db);
            if (turn.Facts.HasOpenTicket && SaysSomething(turn)) await TicketBook.WakeAsync(db, conversation.Id, turn.Now);
            var tickets = new List<HandoffTicket>();
            foreach (var ticket in turn.Tickets) tickets.Add(await TicketBook.OpenAsync(db, TurnTickets.Of(turn, conversation, ticket, db.Due), turn.Now));
            var channel = channels[conversation.Channel];
            for (var i = 0; i < activities.Count; i++)
            {
                var reply = new OutgoingReply(turn.Replies[i], activities[i], turn.Now, message, turn.Facts.Model?.Trace);
                await channel.DeliverAsync(db, turn.Clinic, conversation, reply, $"turn-{turn.Message.Id}-{i}");
            }

            foreach (var opened in tickets.Distinct().Where(ticket => db.Entry(ticket).State == EntityState.Added))
                await channel.AskPersonAsync(db, conversation, opened, turn.Now);
            message.State = InboundState.Done;
            conversation.State = turn.State.Write();
            conversation.Version++;
            return true;
        }, ct);
        if (!done) return false;
        changes.Publish(new Change(turn.Clinic.Id, turn.Conversation.Id));
        if (turn.Conversation.Channel != Channel.WebChat || turn.Tickets.Count > 0) hints.WakeClinic(turn.Clinic.Id);
        return true;
    }

    private bool SaysSomething(Turn turn) => turn.Message.Kind == InboundKind.Message && !talk.IsLastWord(turn.Text, turn.Language);
}
