using System.Text.Json;
using CommsBot.BotFramework.DirectLine;
using CommsBot.BotFramework.Schema;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Conversation = CommsBot.Conversations.Conversation;

namespace CommsBot.Channels.WebChat;

/// <summary>Direct Line's conversations, kept as ours: a message is stored before it is answered, and the transcript is what clients read.</summary>
internal sealed class WebChatBackend(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, Inbox inbox, ChatCaps caps, ContentLibrary library) : IDirectLineBackend
{
    public const string ClinicClaim = "clinic";
    public const string LanguageClaim = "lang";
    public const string SourceClaim = "source";

    /// <summary>The wording that refuses a chat, and the name of that refusal.</summary>
    public const string TooMany = "too-many-chats";

    private const string Provider = "directline";

    public async ValueTask<DirectLineStarted> StartAsync(DirectLineStart start, CancellationToken cancellationToken)
    {
        if (!start.Claims.TryGetValue(ClinicClaim, out var id) || clinics.Find(id) is not { } clinic) return NoClinic;
        var language = Languages.Parse(start.Claims.GetValueOrDefault(LanguageClaim)) ?? Languages.Parse(start.Locale) ?? Language.English;
        var isNew = false;
        await using (var db = store.Read()) isNew = !await db.Conversations.AnyAsync(c => c.Id == start.ConversationId, cancellationToken);
        if (!isNew) return new DirectLineStarted.Existing();
        if (await caps.IsFullAsync(start.Claims.GetValueOrDefault(SourceClaim), cancellationToken)) return Full(clinic, language);
        var opened = new NewMessage(Provider, $"{start.ConversationId}/opened", InboundKind.Opened, "");
        var accepted = await inbox.AcceptAsync(opened, db => FindOrStart(db, start, clinic, language), ct: cancellationToken);
        return accepted is { Repeat: false } ? new DirectLineStarted.Created() : new DirectLineStarted.Existing();
    }

    public async ValueTask<DirectLinePosted> PostAsync(DirectLinePost post, CancellationToken cancellationToken)
    {
        if (post.Activity.Type != ActivityTypes.Message) return new DirectLinePosted.Stored(0);
        var text = post.Activity.Text ?? "";
        var message = new NewMessage(
            Provider, $"{post.ConversationId}/{post.ClientActivityId ?? Guid.NewGuid().ToString("n")}", InboundKind.Message,
            text.Length > Inbox.Longest ? text[..Inbox.Longest] : text,
            Attachments: post.Activity.Attachments?.Count ?? 0,
            Activity: JsonSerializer.Serialize(post.Activity with { Text = null }, BotFrameworkJson.Wire.Activity),
            OverLimit: text.Length > Inbox.Longest || await inbox.IsTooManyAsync(post.ConversationId, cancellationToken));
        var accepted = await inbox.AcceptAsync(message, db => Own(db, post), ct: cancellationToken);
        return accepted switch
        {
            null => new DirectLinePosted.UnknownConversation(),
            { Repeat: true } => new DirectLinePosted.Duplicate(accepted.Sequence),
            _ => new DirectLinePosted.Stored(accepted.Sequence),
        };
    }

    public async ValueTask<IReadOnlyList<DirectLineItem>> ReadAsync(string conversationId, long after, int max, CancellationToken cancellationToken)
    {
        await using var db = store.Read();
        var rows = await db.Transcript.Where(t => t.ConversationId == conversationId && t.Sequence > after)
            .OrderBy(t => t.Sequence).Take(max).ToListAsync(cancellationToken);
        if (rows.Count == 0) return [];
        var user = await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.UserId).SingleAsync(cancellationToken);
        return [.. rows.Select(row => new DirectLineItem(row.Sequence, TranscriptActivity.Of(row, user)))];
    }

    public async ValueTask<long?> LastSequenceAsync(string conversationId, CancellationToken cancellationToken)
    {
        await using var db = store.Read();
        return await db.Conversations.Where(c => c.Id == conversationId && c.Channel == Channel.WebChat)
            .Select(c => (long?)c.LastSequence).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<Conversation?> FindOrStart(ClinicDb db, DirectLineStart start, Clinic clinic, Language language)
    {
        if (await db.Conversations.FindAsync(start.ConversationId) is { } known) return known;
        var now = clock.UtcNow;
        var conversation = new Conversation
        {
            Id = start.ConversationId,
            ClinicId = clinic.Id,
            Channel = Channel.WebChat,
            UserId = start.UserId,
            Source = start.Claims.GetValueOrDefault(SourceClaim),
            Language = language,
            StartedAt = now,
            LastPatientAt = now,
        };
        db.Conversations.Add(conversation);
        return conversation;
    }

    private static async Task<Conversation?> Own(ClinicDb db, DirectLinePost post) =>
        await db.Conversations.AsTracking().SingleOrDefaultAsync(c => c.Id == post.ConversationId && c.Channel == Channel.WebChat) is { } chat && chat.UserId == post.UserId ? chat : null;

    private DirectLineStarted.Refused Full(Clinic clinic, Language language) => new(new DirectLineRefusal(
        StatusCodes.Status429TooManyRequests, DirectLineErrorCodes.TooManyRequests, library.Wording.Text($"handoff/{TooMany}", language, MessageForm.Web, clinic.Fact)));

    private static DirectLineStarted.Refused NoClinic { get; } =
        new(new DirectLineRefusal(StatusCodes.Status400BadRequest, "BadArgument", "This token names no clinic."));
}
