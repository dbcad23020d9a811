using System.Net.Http.Headers;
using CommsBot.BotFramework.Connector;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Channels.BotService;

/// <summary>
/// Shows that the bot is at it when an answer takes longer than a moment. It is a courtesy: sent once, never stored, never repeated, and never while
/// a person owns the conversation.
/// </summary>
internal sealed partial class TypingSign(
    ClinicStore store, BotServiceCarrier carrier, ConnectorClient connector, IHostApplicationLifetime life, TimeProvider machine, ILogger<TypingSign> log)
{
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Returns at once.</summary>
    public void Watch(Accepted accepted, Activity activity) => _ = ShowAsync(accepted, activity, life.ApplicationStopping);

    private async Task ShowAsync(Accepted accepted, Activity incoming, CancellationToken ct)
    {
        try
        {
            await Task.Delay(AMoment, machine, ct);
            if (!await IsBotAtWorkAsync(accepted, ct)) return;
            var typing = new Activity { Type = ActivityTypes.Typing }.ApplyConversationReference(incoming.GetConversationReference());
            typing.ReplyToId = null;
            using var body = new ByteArrayContent(ConnectorClient.Body(typing));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Longest);
            await connector.SendAsync(typing, body, limit.Token);
        }
        catch (Exception fault)
        {
            if (!ct.IsCancellationRequested) Log.NotShown(log, fault.GetType().Name);
        }
    }

    private async Task<bool> IsBotAtWorkAsync(Accepted accepted, CancellationToken ct)
    {
        await using var db = store.Read();
        var conversation = await db.Conversations.SingleAsync(c => c.Id == accepted.ConversationId, ct);
        return conversation.BotOwns && carrier.OffReason(conversation.ClinicId) is null
            && await db.Inbound.AnyAsync(i => i.ConversationId == accepted.ConversationId && i.Sequence == accepted.Sequence && i.State == InboundState.Stored, ct);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "A typing sign was not shown: {Fault}.")]
        public static partial void NotShown(ILogger logger, string fault);
    }
}
