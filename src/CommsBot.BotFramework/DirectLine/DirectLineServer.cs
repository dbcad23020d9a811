using System.Security.Cryptography;
using CommsBot.BotFramework.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>The calls of Direct Line 3.0. Each returns why it refuses, or null after it has answered.</summary>
internal sealed class DirectLineServer(
    IDirectLineBackend backend,
    DirectLineTokens tokens,
    DirectLineSockets sockets,
    DirectLineOptions options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<DirectLineServer> log)
{
    public const string Root = "/v3/directline";
    private const int LongestClientActivityId = 200;
    private const int LongestLocale = 35;
    private const int LongestUserId = 64;
    private const int LongestUserName = 100;

    private static readonly HashSet<string> FromClients =
    [
        ActivityTypes.Message, ActivityTypes.Event, ActivityTypes.Typing, ActivityTypes.EndOfConversation,
        ActivityTypes.Invoke, ActivityTypes.MessageReaction,
    ];

    public async ValueTask<DirectLineRefusal?> GenerateTokenAsync(DirectLineExchange exchange)
    {
        var (body, refusal) = await exchange.ReadAsync(BotFrameworkJson.Incoming.TokenParameters);
        if (refusal is not null) return refusal;
        if (UserIdFrom(body) is not { } userId) return DirectLineRefusal.BadUser;

        var token = NewToken(DirectLineTokens.NewConversationId(), userId, exchange.Secret!.Claims);
        return await exchange.AnswerAsync(StatusCodes.Status200OK, Describe(token, streamFrom: null), BotFrameworkJson.Wire.Conversation);
    }

    public async ValueTask<DirectLineRefusal?> RefreshTokenAsync(DirectLineExchange exchange) =>
        await exchange.AnswerAsync(
            StatusCodes.Status200OK, Describe(exchange.Token!, streamFrom: null), BotFrameworkJson.Wire.Conversation);

    public async ValueTask<DirectLineRefusal?> StartAsync(DirectLineExchange exchange)
    {
        var (body, refusal) = await exchange.ReadAsync(BotFrameworkJson.Incoming.TokenParameters);
        if (refusal is not null) return refusal;
        var token = exchange.Token;
        if (token is null)
        {
            if (UserIdFrom(body) is not { } userId) return DirectLineRefusal.BadUser;
            token = NewToken(DirectLineTokens.NewConversationId(), userId, exchange.Secret!.Claims);
        }

        var locale = body?.Locale is { Length: > 0 and <= LongestLocale } asked ? asked : null;
        var start = new DirectLineStart(token.ConversationId, token.UserId, NameOf(body?.User), locale, token.Claims);
        var started = await backend.StartAsync(start, exchange.Http.RequestAborted);
        if (started is DirectLineStarted.Refused refused) return refused.Refusal;

        var status = started is DirectLineStarted.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return await exchange.AnswerAsync(status, Describe(token, streamFrom: 0), BotFrameworkJson.Wire.Conversation);
    }

    public async ValueTask<DirectLineRefusal?> ReconnectAsync(DirectLineExchange exchange)
    {
        if (!Watermark.TryRead(exchange.Http.Request.Query["watermark"], out var after)) return DirectLineRefusal.BadWatermark;
        if (await LastAsync(exchange) is not { } last) return DirectLineRefusal.UnknownConversation;
        // Without the parameter: only what is new. With an empty one: the client was there and received nothing yet.
        if (!exchange.Http.Request.Query.ContainsKey("watermark")) after = last;
        return await exchange.AnswerAsync(StatusCodes.Status200OK, Describe(exchange.Token!, after), BotFrameworkJson.Wire.Conversation);
    }

    public async ValueTask<DirectLineRefusal?> ReadActivitiesAsync(DirectLineExchange exchange)
    {
        if (!Watermark.TryRead(exchange.Http.Request.Query["watermark"], out var after)) return DirectLineRefusal.BadWatermark;
        if (await LastAsync(exchange) is not { } last) return DirectLineRefusal.UnknownConversation;

        var page = await ActivityPage.ReadAsync(
            backend, exchange.Token!.ConversationId, Math.Min(after, last), exchange.Http.RequestAborted);
        var set = new ActivitySet { Activities = [.. page.Items.Select(item => item.Activity)], Watermark = Watermark.Write(page.Last) };
        return await exchange.AnswerAsync(StatusCodes.Status200OK, set, BotFrameworkJson.Wire.ActivitySet);
    }

    public async ValueTask<DirectLineRefusal?> PostActivityAsync(DirectLineExchange exchange)
    {
        var (activity, refusal) = await exchange.ReadAsync(BotFrameworkJson.Incoming.Activity);
        if (refusal is not null) return refusal;
        if (activity is null) return DirectLineRefusal.BrokenJson;
        if (string.IsNullOrEmpty(activity.Type)) return DirectLineRefusal.MissingType;
        if (!FromClients.Contains(activity.Type)) return DirectLineRefusal.TypeNotForClients;
        if (activity.ClientActivityId is { Length: > LongestClientActivityId }) return DirectLineRefusal.LongClientActivityId;

        var token = exchange.Token!;
        if (activity.Type == ActivityTypes.Typing)
        {
            // Nobody keeps it, so there is nothing to hand over; the client only wants to hear that it arrived.
            return await LastAsync(exchange) is null ? DirectLineRefusal.UnknownConversation : await AnswerIdAsync(exchange, 0);
        }

        var post = new DirectLinePost(token.ConversationId, token.UserId, Ours(activity, token), activity.ClientActivityId, token.Claims);
        var posted = await backend.PostAsync(post, exchange.Http.RequestAborted);
        if (posted is DirectLinePosted.Stored) sockets.Wake(token.ConversationId);
        return posted switch
        {
            DirectLinePosted.Stored stored => await AnswerIdAsync(exchange, stored.Sequence),
            DirectLinePosted.Duplicate duplicate => await AnswerIdAsync(exchange, duplicate.Sequence),
            DirectLinePosted.Refused refused => refused.Refusal,
            _ => DirectLineRefusal.UnknownConversation,
        };
    }

    public static ValueTask<DirectLineRefusal?> UploadAsync(DirectLineExchange exchange) => new(DirectLineRefusal.NoUploads);

    public static async ValueTask<DirectLineRefusal?> SessionAsync(DirectLineExchange exchange)
    {
        var session = new SessionId { Id = RandomNumberGenerator.GetHexString(32, lowercase: true) };
        return await exchange.AnswerAsync(StatusCodes.Status200OK, session, BotFrameworkJson.Wire.SessionId);
    }

    public async ValueTask<DirectLineRefusal?> StreamAsync(DirectLineExchange exchange)
    {
        var http = exchange.Http;
        if (!http.WebSockets.IsWebSocketRequest) return DirectLineRefusal.NotAWebSocket;
        if (!Watermark.TryRead(http.Request.Query["watermark"], out var asked)) return DirectLineRefusal.BadWatermark;
        if (await LastAsync(exchange) is not { } last) return DirectLineRefusal.UnknownConversation;

        // A watermark from before a restored backup may lie ahead of what there is.
        var after = http.Request.Query.ContainsKey("watermark") ? Math.Min(asked, last) : last;
        using var webSocket = await http.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = options.KeepAlive, KeepAliveTimeout = options.KeepAlive });
        var conversationId = exchange.Token!.ConversationId;
        var socket = new DirectLineSocket(webSocket, conversationId, after, backend, options, time, log);
        sockets.Add(conversationId, socket, options.MaxSocketsPerConversation);
        try
        {
            await socket.RunAsync(lifetime.ApplicationStopping);
        }
        finally
        {
            sockets.Remove(conversationId, socket);
        }

        return null;
    }

    private ValueTask<long?> LastAsync(DirectLineExchange exchange) =>
        backend.LastSequenceAsync(exchange.Token!.ConversationId, exchange.Http.RequestAborted);

    private static ValueTask<DirectLineRefusal?> AnswerIdAsync(DirectLineExchange exchange, long sequence) => exchange.AnswerAsync(
        StatusCodes.Status200OK,
        new ResourceResponse { Id = DirectLineItem.ActivityId(exchange.Token!.ConversationId, sequence) },
        BotFrameworkJson.Wire.ResourceResponse);

    /// <summary>Everything by which an activity could pretend to come from elsewhere is overwritten.</summary>
    private Activity Ours(Activity activity, DirectLineToken token) => activity with
    {
        Id = null,
        Timestamp = time.GetUtcNow(),
        ChannelId = ChannelIds.Directline,
        ServiceUrl = options.PublicAddress().AbsoluteUri,
        From = new ChannelAccount(token.UserId, NameOf(activity.From), RoleTypes.User),
        Conversation = new ConversationAccount(token.ConversationId),
        Recipient = null,
        CallerId = null,
        RelatesTo = null,
    };

    private DirectLineToken NewToken(string conversationId, string userId, IReadOnlyDictionary<string, string> claims) =>
        new(conversationId, userId, claims, time.GetUtcNow() + options.TokenLifetime);

    /// <param name="streamFrom">Where the stream begins; null: no stream address.</param>
    private Conversation Describe(DirectLineToken token, long? streamFrom) => new()
    {
        ConversationId = token.ConversationId,
        Token = tokens.Issue(token.ConversationId, token.UserId, token.Claims),
        ExpiresIn = (int)options.TokenLifetime.TotalSeconds,
        StreamUrl = streamFrom is { } from ? StreamUrl(token, from) : null,
    };

    private string StreamUrl(DirectLineToken token, long after)
    {
        var address = options.PublicAddress();
        var scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        var path = $"{address.AbsolutePath.TrimEnd('/')}{Root}/conversations/{token.ConversationId}/stream";
        return $"{scheme}://{address.Authority}{path}?watermark={Watermark.Write(after)}&t={tokens.IssueForStream(token)}";
    }

    /// <summary>A new id when the body names none; null when it names one that no user may have.</summary>
    private static string? UserIdFrom(TokenParameters? body)
    {
        if (body?.User?.Id is not { } id) return DirectLineTokens.NewUserId();
        var fits = id.StartsWith("dl_", StringComparison.Ordinal) && id.Length is > 3 and <= LongestUserId;
        return fits && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') ? id : null;
    }

    private static string? NameOf(ChannelAccount? user) => user?.Name is { Length: > 0 and <= LongestUserName } name ? name : null;
}
