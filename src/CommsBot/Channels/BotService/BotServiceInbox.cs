using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.Schema;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Channels.BotService;

/// <summary>
/// Stores what a channel tells. The first sign of a person opens the conversation, so that whoever writes at once reads what this is too; an edited
/// message is a message; the same activity again changes nothing.
/// </summary>
internal sealed class BotServiceInbox(BotServiceSettings settings, ClinicDirectory clinics, ClinicClock clock, ClinicStore store, ColumnCipher cipher, Inbox inbox)
{
    private const string Provider = "botservice";
    private const int LongestName = 200;

    private readonly Clinic clinic = settings.Clinic is { } id ? clinics.Find(id)! : clinics.All[0];

    public static bool Opens(Activity activity) => activity.Type switch
    {
        ActivityTypes.ConversationUpdate => activity.MembersAdded?.Any(member => member.Id != activity.Recipient!.Id) == true,
        ActivityTypes.InstallationUpdate => activity.Action == "add",
        _ => Says(activity),
    };

    public static bool Says(Activity activity) => activity.Type is ActivityTypes.Message or ActivityTypes.MessageUpdate;

    public async Task OpenAsync(Activity activity, CancellationToken ct)
    {
        if (await IsOpenAsync(activity, ct)) return;
        var says = Says(activity);
        var opened = new NewMessage(Provider, $"{IdOf(activity)}/opened", InboundKind.Opened, "")
        {
            ChannelActivityId = says ? activity.Id : null,
            RepliesInAnswer = says && InAnswer(activity),
        };
        await inbox.AcceptAsync(opened, db => FindOrStart(db, activity), ct: ct);
    }

    public async Task<Accepted> SayAsync(Activity activity, CancellationToken ct)
    {
        var id = IdOf(activity);
        var tapped = Tapped(activity);
        var text = activity.Text is { Length: > 0 } written ? written : tapped ?? "";
        var message = new NewMessage(
            Provider, $"{id}/{IdentityOf(activity)}", InboundKind.Message, text.Length > Inbox.Longest ? text[..Inbox.Longest] : text,
            Attachments: activity.Attachments?.Count(file => file.ContentType != "text/html") ?? 0,
            OverLimit: text.Length > Inbox.Longest || await inbox.IsTooManyAsync(id, ct))
        {
            ChannelActivityId = activity.Id,
            RepliesInAnswer = InAnswer(activity),
        };
        return (await inbox.AcceptAsync(message, db => FindOrStart(db, activity), ct: ct))!;
    }

    private async Task<bool> IsOpenAsync(Activity activity, CancellationToken ct)
    {
        var id = IdOf(activity);
        await using var db = store.Read();
        return await db.Inbound.AnyAsync(i => i.ConversationId == id && i.Kind == InboundKind.Opened, ct);
    }

    private async Task<Conversation?> FindOrStart(ClinicDb db, Activity activity)
    {
        var id = IdOf(activity);
        var now = clock.UtcNow;
        if (await db.Conversations.FindAsync(id) is not { } conversation)
        {
            conversation = new Conversation
            {
                Id = id,
                ClinicId = clinic.Id,
                Channel = Channel.BotService,
                UserId = activity.From!.Id,
                Language = Languages.Parse(activity.Locale) ?? Language.English,
                StartedAt = now,
                LastPatientAt = now,
            };
            db.Conversations.Add(conversation);
        }

        conversation.Reference = JsonSerializer.Serialize(ReferenceOf(activity), BotFrameworkJson.Wire.ConversationReference);
        return conversation;
    }

    // The newest address counts: a channel may move a conversation to another one, and says so only by using it.
    private static ConversationReference ReferenceOf(Activity activity) => new()
    {
        User = AccountOf(activity.From!),
        Bot = AccountOf(activity.Recipient!),
        Conversation = activity.Conversation! with { Properties = null },
        ChannelId = activity.ChannelId,
        ServiceUrl = activity.ServiceUrl,
        Locale = activity.Locale,
    };

    private static ChannelAccount AccountOf(ChannelAccount account) => new(account.Id, account.Name is { Length: <= LongestName } name ? name : null, account.Role);

    private static bool InAnswer(Activity activity) => activity.DeliveryMode == DeliveryModes.ExpectReplies;

    private string IdOf(Activity activity) => $"bot-{cipher.LookUpHash($"{clinic.Id}|{activity.ChannelId}|{activity.Conversation!.Id}")}";

    // Each edit of a message has the id of the message; its words tell them apart.
    private static string IdentityOf(Activity activity) => activity.Type == ActivityTypes.Message
        ? activity.Id!
        : $"{activity.Id}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(activity.Text ?? "")))[..16]}";

    private static string? Tapped(Activity activity) => activity.Value is JsonValue value && value.TryGetValue<string>(out var words) ? words : null;
}
