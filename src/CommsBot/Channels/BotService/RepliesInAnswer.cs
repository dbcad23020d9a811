using System.Text.Json;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Channels.BotService;

/// <summary>
/// For a caller that waits (<c>deliveryMode: expectReplies</c>): the replies to its message once its turn is done. Late is 504; the same activity
/// again then gets what was said meanwhile.
/// </summary>
internal sealed class RepliesInAnswer(ClinicStore store, Changes changes, TimeProvider machine)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    public async Task<IResult> WhenSaidAsync(Accepted accepted, CancellationToken ct)
    {
        using var news = new SemaphoreSlim(0);
        using var listening = changes.Subscribe(change =>
        {
            if (change.ConversationId == accepted.ConversationId) news.Release();
        });
        var until = machine.GetUtcNow() + Longest;
        while (machine.GetUtcNow() < until)
        {
            if (await ReadAsync(accepted, ct) is { } replies)
                return Results.Json(new ExpectedReplies { Activities = replies }, BotFrameworkJson.Wire.ExpectedReplies);
            await news.WaitAsync(LookAgain, ct);
        }

        return Results.StatusCode(StatusCodes.Status504GatewayTimeout);
    }

    /// <summary>Null while a turn of the conversation up to this message is still to come.</summary>
    private async Task<List<Activity>?> ReadAsync(Accepted accepted, CancellationToken ct)
    {
        await using var db = store.Read();
        var message = await db.Inbound.SingleAsync(i => i.ConversationId == accepted.ConversationId && i.Sequence == accepted.Sequence && i.Kind == InboundKind.Message, ct);
        if (await db.Inbound.AnyAsync(i => i.ConversationId == accepted.ConversationId && i.Id <= message.Id && i.State == InboundState.Stored, ct)) return null;
        var said = await db.Transcript.Where(t => t.ConversationId == accepted.ConversationId && t.From == Speaker.Bot && t.OutboundId == null && t.Activity != null)
            .OrderByDescending(t => t.Sequence).Take(20).ToListAsync(ct);
        said.Reverse();
        return [.. said.Select(row => JsonSerializer.Deserialize(row.Activity!, BotFrameworkJson.Wire.Activity)!).Where(reply => reply.ReplyToId == message.ChannelActivityId)];
    }
}
