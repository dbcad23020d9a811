using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// Tells a Bot Service channel that a person is asked for (<c>handoff.initiate</c>, with the transcript so far), has come and has gone
/// (<c>handoff.status</c>), so that its own desk can follow. Nobody waits for them; a channel that knows no events gets none, and a hub behind no
/// channel fetches them (<see cref="HubEndpoints"/>).
/// </summary>
internal static class HandoffEvents
{
    /// <summary>Channels that refuse every event.</summary>
    private static readonly string[] WithoutEvents = ["msteams"];

    private static readonly Dictionary<string, string> States = new() { ["claimed"] = HandoffStates.Accepted, ["handed-back"] = HandoffStates.Completed };

    /// <summary>In the write that opens the ticket, after what the turn said was transcribed.</summary>
    public static async Task InitiateAsync(ClinicDb db, PacketReader packets, Conversation conversation, HandoffTicket ticket, DateTimeOffset now)
    {
        if (!Knows(conversation)) return;
        var initiation = HandoffActivities.Initiation(conversation, ticket, await packets.OfAsync(db, ticket), await SoFarAsync(db, conversation));
        Send(db, conversation, initiation, $"handoff-{ticket.Id}", now);
    }

    /// <summary>In the write that says it to the patient.</summary>
    /// <param name="said">The sentence of <c>dialogs/handoff</c>; most say nothing about who speaks.</param>
    public static void Follow(ClinicDb db, Conversation conversation, string said, DateTimeOffset now)
    {
        if (!States.TryGetValue(said, out var state) || !Knows(conversation)) return;
        Send(db, conversation, HandoffActivities.Status(conversation, state), $"desk:{conversation.Id}:{conversation.LastSequence}-{state}", now);
    }

    /// <summary>In the write that closes a ticket nobody had taken.</summary>
    public static void Complete(ClinicDb db, Conversation conversation, HandoffTicket ticket, DateTimeOffset now)
    {
        if (!Knows(conversation)) return;
        Send(db, conversation, HandoffActivities.Status(conversation, HandoffStates.Completed), $"handoff-{ticket.Id}-completed", now);
    }

    private static bool Knows(Conversation conversation) =>
        conversation.Channel == Channel.BotService && !WithoutEvents.Contains(ReferencedMessages.ReferenceOf(conversation).ChannelId);

    private static void Send(ClinicDb db, Conversation conversation, Activity activity, string key, DateTimeOffset now) =>
        ReferencedMessages.Add(db, conversation, MessageClass.Notice, activity, activity.Name!, key, now);

    private static async Task<IEnumerable<TranscriptEntry>> SoFarAsync(ClinicDb db, Conversation conversation)
    {
        var stored = await db.Transcript.AsNoTracking().Where(t => t.ConversationId == conversation.Id).OrderByDescending(t => t.Sequence).Take(HandoffActivities.LongestTranscript).ToListAsync();
        return stored.Concat(db.Transcript.Local.Where(t => t.ConversationId == conversation.Id)).DistinctBy(t => t.Sequence).OrderBy(t => t.Sequence).TakeLast(HandoffActivities.LongestTranscript);
    }
}
