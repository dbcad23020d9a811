using System.Globalization;
using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>What a client may see of one read, and how far the read went (hidden rows count).</summary>
internal sealed record ActivityPage(IReadOnlyList<DirectLineItem> Items, long Last)
{
    private const int Rows = 50;

    private static readonly HashSet<string?> Visible =
    [
        ActivityTypes.Message, ActivityTypes.Event, ActivityTypes.EndOfConversation,
        ActivityTypes.MessageReaction, ActivityTypes.MessageUpdate, ActivityTypes.MessageDelete,
    ];

    /// <summary>Reads on until something is visible, since clients take an empty page for the end. Empty: nothing is left.</summary>
    public static async ValueTask<ActivityPage> ReadAsync(
        IDirectLineBackend backend, string conversationId, long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await backend.ReadAsync(conversationId, after, Rows, cancellationToken);
            if (rows.Count == 0) return new ActivityPage([], after);
            after = rows[^1].Sequence;

            var hidden = rows.Where(row => !Visible.Contains(row.Activity.Type)).Select(row => row.Sequence).ToHashSet();
            if (hidden.Count == rows.Count) continue;
            var shown = rows.Where(row => !hidden.Contains(row.Sequence)).Select(row => ForClient(conversationId, row, hidden));
            return new ActivityPage([.. shown], after);
        }
    }

    private static DirectLineItem ForClient(string conversationId, DirectLineItem row, HashSet<long> hidden) => row with
    {
        Activity = row.Activity with
        {
            Id = DirectLineItem.ActivityId(conversationId, row.Sequence),
            ChannelId = ChannelIds.Directline,
            Conversation = new ConversationAccount(conversationId),
            ReplyToId = WasSeen(conversationId, row, hidden) ? row.Activity.ReplyToId : null,
            Recipient = null,
            ServiceUrl = null,
            CallerId = null,
        },
    };

    /// <summary>Web Chat holds back an answer to a message it never saw for five seconds.</summary>
    private static bool WasSeen(string conversationId, DirectLineItem row, HashSet<long> hidden)
    {
        if (row.Activity.ReplyToId is not { } id || !id.StartsWith(conversationId + '|', StringComparison.Ordinal)) return false;
        return Watermark.TryRead(id[(conversationId.Length + 1)..], out var sequence)
            && sequence > 0 && sequence < row.Sequence && !hidden.Contains(sequence);
    }
}

/// <summary>The sequence number a client has read up to, as a decimal text.</summary>
internal static class Watermark
{
    /// <summary>No text or an empty one is the beginning. False for anything but digits.</summary>
    public static bool TryRead(string? text, out long sequence)
    {
        sequence = 0;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }

    public static string Write(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
