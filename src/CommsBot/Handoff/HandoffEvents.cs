using System.Text.Json.Nodes;
using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Transcript = CommsBot.BotFramework.Schema.Transcript;

namespace CommsBot.Handoff;

/// <summary>
/// Tells a Bot Service channel that a person is asked for (<c>handoff.initiate</c>, with the transcript so far), has come and has gone
/// (<c>handoff.status</c>), so that its own desk can follow. Nobody waits for them; a channel that knows no events gets none.
/// </summary>
internal static class HandoffEvents
{
    private const int LongestTranscript = 50;

    /// <summary>Channels that refuse every event.</summary>
    private static readonly string[] WithoutEvents = ["msteams"];

    private static readonly Dictionary<string, string> States = new() { ["claimed"] = HandoffStates.Accepted, ["handed-back"] = HandoffStates.Completed };

    /// <summary>In the write that opens the ticket, after what the turn said was transcribed.</summary>
    public static async Task InitiateAsync(ClinicDb db, PacketReader packets, Conversation conversation, HandoffTicket ticket, DateTimeOffset now)
    {
        if (!Knows(conversation)) return;
        var context = new JsonObject
        {
            ["ticket"] = ticket.Id,
            ["kind"] = ticket.Kind.ToString().ToLowerInvariant(),
            ["language"] = conversation.Language.ToString(),
            ["packet"] = new JsonArray([.. (await packets.OfAsync(db, ticket)).Select(Told)]),
        };
        var reference = ReferencedMessages.ReferenceOf(conversation);
        var initiation = EventFactory.CreateHandoffInitiation(reference, context, new Transcript { Activities = await SoFarAsync(db, conversation, reference) });
        Send(db, conversation, initiation, $"handoff-{ticket.Id}", now);
    }

    /// <summary>In the write that says it to the patient.</summary>
    /// <param name="said">The sentence of <c>dialogs/handoff</c>; most say nothing about who speaks.</param>
    public static void Follow(ClinicDb db, Conversation conversation, string said, DateTimeOffset now)
    {
        if (!States.TryGetValue(said, out var state) || !Knows(conversation)) return;
        Send(db, conversation, EventFactory.CreateHandoffStatus(ReferencedMessages.ReferenceOf(conversation).Conversation!, state), $"desk:{conversation.Id}:{conversation.LastSequence}-{state}", now);
    }

    /// <summary>In the write that closes a ticket nobody had taken.</summary>
    public static void Complete(ClinicDb db, Conversation conversation, HandoffTicket ticket, DateTimeOffset now)
    {
        if (!Knows(conversation)) return;
        Send(db, conversation, EventFactory.CreateHandoffStatus(ReferencedMessages.ReferenceOf(conversation).Conversation!, HandoffStates.Completed), $"handoff-{ticket.Id}-completed", now);
    }

    // As in the API: a field without a value was not given; "message" is its number in the transcript.
    private static JsonNode Told(SummaryField field) => new JsonObject { ["name"] = field.Name, ["value"] = field.Value, ["message"] = field.Sequence };

    private static bool Knows(Conversation conversation) =>
        conversation.Channel == Channel.BotService && !WithoutEvents.Contains(ReferencedMessages.ReferenceOf(conversation).ChannelId);

    private static void Send(ClinicDb db, Conversation conversation, Activity activity, string key, DateTimeOffset now) =>
        ReferencedMessages.Add(db, conversation, MessageClass.Notice, activity, activity.Name!, key, now);

    private static async Task<IList<Activity>> SoFarAsync(ClinicDb db, Conversation conversation, ConversationReference reference)
    {
        var stored = await db.Transcript.AsNoTracking().Where(t => t.ConversationId == conversation.Id).OrderByDescending(t => t.Sequence).Take(LongestTranscript).ToListAsync();
        var all = stored.Concat(db.Transcript.Local.Where(t => t.ConversationId == conversation.Id)).DistinctBy(t => t.Sequence).OrderBy(t => t.Sequence).TakeLast(LongestTranscript);
        return [.. all.Select(entry => new Activity
        {
            Type = ActivityTypes.Message,
            Timestamp = entry.At,
            ChannelId = reference.ChannelId,
            Conversation = reference.Conversation,
            From = entry.From == Speaker.Patient ? reference.User : reference.Bot,
            Recipient = entry.From == Speaker.Patient ? reference.Bot : reference.User,
            Text = entry.Text,
        })];
    }
}
