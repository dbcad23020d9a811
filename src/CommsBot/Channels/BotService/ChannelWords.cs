using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;

namespace CommsBot.Channels.BotService;

/// <summary>A reply as its channel can show it.</summary>
internal static class ChannelWords
{
    /// <summary>Channels whose clients are Web Chat: they know citations and our <c>channelData</c>; to others that field means their own native message.</summary>
    private static readonly string[] WebChats = [ChannelIds.Directline, ChannelIds.Webchat, ChannelIds.Emulator];

    public static Activity Of(OutgoingReply reply, ConversationReference reference)
    {
        var activity = reply.Activity with { Id = null, Timestamp = null, ReplyToId = null };
        // The Agents SDK refuses taps that name nobody.
        if (activity.SuggestedActions is { } taps) activity.SuggestedActions = taps with { To = [reference.User!.Id!] };
        if (!WebChats.Contains(reference.ChannelId))
        {
            activity.ChannelData = null;
            activity.Entities = null;
            activity.Text = string.Join("\n\n", [reply.Reply.Text, .. Sources(reply.Reply)]);
        }

        return activity.ApplyConversationReference(reference);
    }

    private static IEnumerable<string> Sources(Reply reply) =>
        reply.Quotes.SelectMany(quote => quote.Citations).Where(source => source.Url is not null).Select(source => $"[{source.SourceName}]({source.Url})").Distinct();
}
