using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>Reads what a turn decides on: the oldest message without a turn and what surrounds it. Nothing is locked; the commit checks the fence.</summary>
internal sealed class TurnReader(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, OnCallRoute route, PreparationContent preparation)
{
    private const int RecentMost = 5;
    private static readonly TimeSpan RecentSpan = TimeSpan.FromMinutes(3);

    /// <summary>Null when the conversation has no message waiting.</summary>
    public async Task<TurnFacts?> NextAsync(string conversationId, CancellationToken ct)
    {
        await using var db = store.Read();
        var message = await db.Inbound.Where(i => i.State == InboundState.Stored && i.ConversationId == conversationId).OrderBy(i => i.Id).FirstOrDefaultAsync(ct);
        if (message is null) return null;
        var conversation = await db.Conversations.SingleAsync(c => c.Id == conversationId, ct);
        var clinic = clinics.Find(conversation.ClinicId)
            ?? throw new InvalidOperationException($"Conversation {conversationId} belongs to a clinic that has no file any more.");
        var now = clock.UtcNow;
        var known = conversation.PhoneHash is null ? null : await NumberFacts.ReadAsync(db, clinic.Id, conversation.PhoneHash, message.ReceivedAt, now, ct);
        var visits = conversation.PhoneHash is null ? VisitsOnNumber.None : await VisitsOnNumber.ReadAsync(db, preparation, clinic, conversation.PhoneHash, now, ct);
        var open = await db.Handoffs.Where(h => h.ConversationId == conversationId && h.State != HandoffState.Closed).Select(h => h.Kind).ToListAsync(ct);
        return new TurnFacts(conversation, message, clinic, now, conversation.Channel == Channel.Sms ? MessageForm.Sms : MessageForm.Web)
        {
            Recent = await Recent(db, message, ct),
            Phone = conversation.Phone is { } number ? PhoneNumber.Parse(number) : null,
            Awaiting = conversation.PhoneHash is null ? [] : await AwaitedReplies.ReadAsync(db, preparation, clinic, conversation.PhoneHash, visits.Answering, now, ct),
            CheckIn = conversation.PhoneHash is null ? null : await CheckIns.WaitingAsync(db, clinic.Id, conversation.PhoneHash, visits.Answering, now, ct),
            Visits = visits,
            HasOpenTicket = open.Count > 0,
            HasOpenQuestion = open.Contains(HandoffKind.Question),
            TypedCode = await IdentityCodes.LookAsync(db, conversation, message.Text, now, machine.GetUtcNow(), ct),
            CanPage = await route.DeliversAsync(clinic, ct),
            OptedOut = known?.OptedOut ?? false,
            OptedOutBefore = known?.OptedOutBefore ?? false,
            OptedBackIn = known?.OptedBackIn ?? false,
            VisitsSoon = known?.VisitsSoon ?? [],
        };
    }

    /// <summary>Whether the conversation went on since: a newer message waits, or it changed hands.</summary>
    public async Task<bool> IsOvertakenAsync(TurnFacts facts, CancellationToken ct)
    {
        await using var db = store.Read();
        var id = facts.Conversation.Id;
        return await db.Inbound.AnyAsync(i => i.State == InboundState.Stored && i.ConversationId == id && i.Id > facts.Message.Id, ct)
            || await db.Conversations.AnyAsync(c => c.Id == id && c.Version != facts.Conversation.Version, ct);
    }

    // The joined screen reads what was said before this message too, whether or not those turns are done.
    private static async Task<IReadOnlyList<string>> Recent(ClinicDb db, InboundMessage message, CancellationToken ct)
    {
        var since = message.ReceivedAt - RecentSpan;
        var texts = await db.Inbound
            .Where(i => i.ConversationId == message.ConversationId && i.Kind == InboundKind.Message && i.Id <= message.Id && i.ReceivedAt >= since)
            .OrderByDescending(i => i.Id).Take(RecentMost).Select(i => i.Text).ToListAsync(ct);
        texts.Reverse();
        return texts;
    }
}
