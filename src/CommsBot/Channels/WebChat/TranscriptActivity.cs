using System.Text.Json;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;

namespace CommsBot.Channels.WebChat;

/// <summary>A transcript entry as Direct Line shows it: the bot's own activity, the echo of the patient's, or a staff member's words under their name.</summary>
internal static class TranscriptActivity
{
    public static Activity Of(TranscriptEntry row, string? user)
    {
        var activity = row.Activity is { } stored ? JsonSerializer.Deserialize(stored, BotFrameworkJson.Wire.Activity)! : new Activity { TextFormat = TextFormatTypes.Plain };
        activity.Type = ActivityTypes.Message;
        activity.Text ??= row.Text;
        activity.Timestamp = row.At;
        activity.ChannelId = "directline";
        activity.From = row.From switch
        {
            Speaker.Patient => new ChannelAccount { Id = user },
            Speaker.Staff => new ChannelAccount { Id = "staff", Name = row.Author, Role = RoleTypes.Bot },
            _ => new ChannelAccount { Id = "commsbot", Role = RoleTypes.Bot },
        };
        return activity;
    }
}
