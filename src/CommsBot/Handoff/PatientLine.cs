using System.Text.Json;
using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Storage;
using Transcript = CommsBot.Conversations.Transcript;

namespace CommsBot.Handoff;

/// <summary>Says something to the patient inside a write: on the web the transcript row is the delivery, elsewhere an outgoing message carries it.</summary>
internal sealed class PatientLine(ContentLibrary library, ClinicDirectory clinics, PatientTexts texts)
{
    /// <summary>The longest text a person may send by phone, in characters: what the provider takes in one message.</summary>
    public const int LongestText = 1600;

    public const int LongestWebMessage = 4000;

    public static int Longest(Conversation conversation) => conversation.Channel == Channel.Sms ? LongestText : LongestWebMessage;

    public static async Task<bool> IsOptedOutAsync(ClinicDb db, Conversation conversation) =>
        conversation.PhoneHash is { } hash && await ConsentLedger.OptedOut(db, conversation.ClinicId, hash);

    /// <summary>A person's own words.</summary>
    public TranscriptEntry Write(ClinicDb db, Conversation conversation, string author, string text, DateTimeOffset now) =>
        Say(db, conversation, Speaker.Staff, MessageClass.Staff, text, now, author);

    /// <summary>A fixed sentence of <c>dialogs/handoff</c> that says who is speaking now.</summary>
    public TranscriptEntry Announce(ClinicDb db, Conversation conversation, string key, DateTimeOffset now, params (string Name, string Value)[] values) =>
        Announce(db, conversation, [key], [], now, values);

    /// <summary>Several sentences in one message, with taps where the channel has them.</summary>
    public TranscriptEntry Announce(ClinicDb db, Conversation conversation, IReadOnlyList<string> keys, IReadOnlyList<Choice> taps, DateTimeOffset now, params (string Name, string Value)[] values)
    {
        var form = conversation.Channel == Channel.Sms ? MessageForm.Sms : MessageForm.Web;
        var text = string.Join(' ', keys.Select(key => library.Wording.Text($"handoff/{key}", conversation.Language, form, ClinicOf(conversation).Fact, values)));
        var said = Say(db, conversation, Speaker.Bot, MessageClass.Notice, text, now, author: null, taps);
        foreach (var key in keys) HandoffEvents.Follow(db, conversation, key, now);
        return said;
    }

    /// <summary>Nobody ever came, and the last open ticket of the talk was closed: who was told that someone answers here is told that it is over.</summary>
    public async Task CloseUnclaimedAsync(ClinicDb db, Conversation conversation, HandoffTicket ticket, DateTimeOffset now)
    {
        if (ticket is { Kind: HandoffKind.Question } && Packet.IsPatientsOwn(ticket.Summary) && !await IsOptedOutAsync(db, conversation))
            Announce(db, conversation, "staff-closed", now);
        HandoffEvents.Complete(db, conversation, ticket, now);
    }

    private TranscriptEntry Say(
        ClinicDb db, Conversation conversation, Speaker from, MessageClass kind, string text, DateTimeOffset now, string? author, IReadOnlyList<Choice>? taps = null)
    {
        var key = $"desk:{conversation.Id}:{conversation.LastSequence + 1}";
        var carried = conversation.Channel switch
        {
            Channel.Sms => texts.Add(db, ClinicOf(conversation), conversation, kind, text, key, now),
            Channel.BotService => ReferencedMessages.Add(db, conversation, kind, MessageOf(from, text, taps), text, key, now),
            _ => null,
        };
        return Transcript.Append(db, conversation, from, text, now, new EntryDetails(
            from == Speaker.Bot ? Outcome.Handoff : null, Activity: ShownOnWeb(conversation, from, text, taps), Author: author, OutboundId: carried?.Id));
    }

    /// <summary>The row holds the text.</summary>
    private static string? ShownOnWeb(Conversation conversation, Speaker from, string text, IReadOnlyList<Choice>? taps)
    {
        if (conversation.Channel != Channel.WebChat) return null;
        var message = MessageOf(from, text, taps);
        message.Text = null;
        message.Locale = conversation.Language.Code();
        message.ChannelData = ReplyActivity.ForPrograms(from == Speaker.Staff ? Outcome.Staff : Outcome.Handoff, [], conversation.Language, conversation.ClinicId);
        return JsonSerializer.Serialize(message, BotFrameworkJson.Wire.Activity);
    }

    private static Activity MessageOf(Speaker from, string text, IReadOnlyList<Choice>? taps)
    {
        var message = taps is { Count: > 0 } ? MessageFactory.SuggestedActions(taps.Select(ReplyActivity.Tap), text) : MessageFactory.Text(text);
        message.TextFormat = from == Speaker.Staff ? TextFormatTypes.Plain : TextFormatTypes.Markdown;
        return message;
    }

    private Clinic ClinicOf(Conversation conversation) =>
        clinics.Find(conversation.ClinicId) ?? throw new InvalidOperationException($"There is no clinic '{conversation.ClinicId}'.");
}
