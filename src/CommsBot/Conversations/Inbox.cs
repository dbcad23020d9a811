using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>A message as a channel's door hands it over, already authenticated.</summary>
/// <param name="Provider"><c>directline</c>, <c>twilio</c> or <c>botservice</c>.</param>
/// <param name="ProviderId">The channel's identity of the message; the same identity again changes nothing.</param>
/// <param name="Shown">What the transcript shows; differs from <paramref name="Text"/> when a tap sends a value.</param>
/// <param name="Activity">The channel's own form of it, echoed to the channel's clients; null where the text says all.</param>
/// <param name="OverLimit">Over the length or rate limit: it is screened for danger, then refused calmly.</param>
internal sealed record NewMessage(
    string Provider, string ProviderId, InboundKind Kind, string Text, string? Shown = null, int Attachments = 0, string? Activity = null, bool OverLimit = false)
{
    public string? ChannelActivityId { get; init; }
    public bool RepliesInAnswer { get; init; }
}

/// <summary>What became of it: the transcript number it has, and whether it was already there.</summary>
internal sealed record Accepted(string ConversationId, long Sequence, bool Repeat);

/// <summary>Stores first, answers second: when this returns, the message survives anything.</summary>
internal sealed class Inbox(ClinicStore store, ClinicClock clock, Hints hints, Changes changes)
{
    /// <summary>Characters of one message that are stored and screened.</summary>
    public const int Longest = 20_000;
    private const int MostPerMinute = 20;

    /// <param name="find">Finds or makes the tracked conversation; null means there is none and nothing is stored.</param>
    /// <param name="also">Further rows of the same commit, e.g. a consent keyword that must hold at once.</param>
    public async Task<Accepted?> AcceptAsync(
        NewMessage message, Func<ClinicDb, Task<Conversation?>> find, Func<ClinicDb, Conversation, Task>? also = null, CancellationToken ct = default)
    {
        Accepted? accepted;
        string? clinicId = null;
        try
        {
            accepted = await store.Write(async db =>
            {
                if (await find(db) is not { } conversation) return null;
                clinicId = conversation.ClinicId;
                if (await Known(db, clinicId, message) is { } known) return known;
                var sequence = Store(db, conversation, message);
                if (also is not null) await also(db, conversation);
                return new Accepted(conversation.Id, sequence, Repeat: false);
            }, ct);
        }
        catch (DbUpdateException repeat) when (ClinicStore.IsRepeat(repeat))
        {
            await using var db = store.Read();
            accepted = await Known(db, clinicId!, message);
        }

        if (accepted is null) return null;
        hints.WakeConversation(accepted.ConversationId);
        if (!accepted.Repeat) changes.Publish(new Change(clinicId!, accepted.ConversationId));
        return accepted;
    }

    /// <summary>More of one conversation's messages came within a minute than a person writes.</summary>
    public async Task<bool> IsTooManyAsync(string conversationId, CancellationToken ct)
    {
        await using var db = store.Read();
        var since = clock.UtcNow - TimeSpan.FromMinutes(1);
        return await db.Inbound.CountAsync(i => i.ConversationId == conversationId && i.Kind == InboundKind.Message && i.ReceivedAt >= since, ct) >= MostPerMinute;
    }

    private static Task<Accepted?> Known(ClinicDb db, string clinicId, NewMessage message) =>
        db.Inbound.Where(i => i.Provider == message.Provider && i.ClinicId == clinicId && i.ProviderId == message.ProviderId)
            .Select(i => new Accepted(i.ConversationId, i.Sequence, true))
            .FirstOrDefaultAsync();

    private long Store(ClinicDb db, Conversation conversation, NewMessage message)
    {
        var now = clock.UtcNow;
        var sequence = message.Kind == InboundKind.Opened
            ? 0
            : Transcript.Append(db, conversation, Speaker.Patient, message.Shown ?? message.Text, now, new EntryDetails(Activity: message.Activity)).Sequence;
        db.Inbound.Add(new InboundMessage
        {
            ClinicId = conversation.ClinicId,
            ConversationId = conversation.Id,
            Kind = message.Kind,
            Provider = message.Provider,
            ProviderId = message.ProviderId,
            Text = message.Text,
            Attachments = message.Attachments,
            OverLimit = message.OverLimit,
            ChannelActivityId = message.ChannelActivityId,
            RepliesInAnswer = message.RepliesInAnswer,
            Sequence = sequence,
            ReceivedAt = now,
        });
        return sequence;
    }
}
