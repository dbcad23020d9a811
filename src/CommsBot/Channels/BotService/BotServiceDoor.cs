using CommsBot.BotFramework.Authentication;
using CommsBot.BotFramework.Schema;
using CommsBot.Settings;

namespace CommsBot.Channels.BotService;

/// <summary>
/// <c>POST /api/messages</c>. Off, or no agreement: 404. No token: 401. A token that is not the channel service's, or not for this activity: 403.
/// What is taken is stored before it is answered.
/// </summary>
internal sealed partial class BotServiceDoor(
    ChannelAuthentication authentication, BotServiceInbox inbox, RepliesInAnswer replies, TypingSign typing, BotServiceInvokes invokes,
    ProcessorSettings processors, TimeProvider machine, ILogger<BotServiceDoor> log)
{
    private const int LongestBody = 256 * 1024;
    private const int LongestId = 512;

    public async Task<IResult> ReceiveAsync(HttpContext http, CancellationToken ct)
    {
        if (!processors.MayReceivePatientData(BotServiceCarrier.Processor, machine.GetUtcNow())) return Results.NotFound();
        var reading = await ReadCallerAsync(http, ct);
        if (reading is null) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (reading.Value.Caller is not { } caller) return Refused(http, reading.Value.Refusal!.Value);
        var (activity, fault) = await BoundedBody.ReadAsync(http.Request, BotFrameworkJson.Incoming.Activity, LongestBody);
        if (fault == BodyFault.TooBig) return Error(StatusCodes.Status413PayloadTooLarge, "MessageSizeTooBig", "The activity is too long.");
        if (activity is null) return Error(StatusCodes.Status400BadRequest, "BadSyntax", "The body is not an activity.");
        if (caller.RefusalOf(activity) is { } refusal) return Refused(http, refusal);
        if (!IsWhole(activity)) return Error(StatusCodes.Status400BadRequest, "MissingProperty", "An activity needs type, id, from.id, recipient.id and conversation.id.");
        if (IsGroup(activity.Conversation!)) return Error(StatusCodes.Status403Forbidden, "BotNotInConversationRoster", "This bot speaks with one person at a time.");
        return await TakeAsync(activity, ct);
    }

    private async Task<IResult> TakeAsync(Activity activity, CancellationToken ct)
    {
        if (activity.From!.Role == RoleTypes.Bot || activity.From.Id == activity.Recipient!.Id) return Results.Ok();
        if (activity.Type == ActivityTypes.Invoke) return await invokes.AnswerAsync(activity, ct);
        if (BotServiceInbox.Opens(activity)) await inbox.OpenAsync(activity, ct);
        if (!BotServiceInbox.Says(activity)) return Results.Ok();
        var accepted = await inbox.SayAsync(activity, ct);
        if (activity.DeliveryMode == DeliveryModes.ExpectReplies) return await replies.WhenSaidAsync(accepted, ct);
        if (!accepted.Repeat) typing.Watch(accepted, activity);
        return Results.Ok();
    }

    private async Task<ChannelReading?> ReadCallerAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            return await authentication.ReadAsync(http.Request.Headers.Authorization, ct);
        }
        catch (InvalidOperationException fault)
        {
            Log.NoKeys(log, fault);
            return null;
        }
    }

    private static bool IsWhole(Activity activity) =>
        IsId(activity.Type) && IsId(activity.Id) && IsId(activity.ChannelId) && IsId(activity.Conversation?.Id) && IsId(activity.From?.Id) && IsId(activity.Recipient?.Id);

    private static bool IsGroup(ConversationAccount conversation) => conversation.IsGroup == true || conversation.ConversationType is "groupChat" or "channel";

    private static bool IsId(string? id) => id is { Length: > 0 and <= LongestId };

    private IResult Refused(HttpContext http, ChannelRefusal refusal)
    {
        Log.Refused(log, refusal);
        if (refusal != ChannelRefusal.NoToken) return Error(StatusCodes.Status403Forbidden, "Forbidden", "This call is not the channel service's.");
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Error(StatusCodes.Status401Unauthorized, "Unauthorized", "Send a token.");
    }

    private static IResult Error(int status, string code, string message) =>
        Results.Json(new ErrorResponse { Error = new Error { Code = code, Message = message } }, BotFrameworkJson.Wire.ErrorResponse, statusCode: status);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A call to /api/messages was refused: {Refusal}. If it was Azure's, BotService:AppId or OpenIdMetadata is wrong.")]
        public static partial void Refused(ILogger logger, ChannelRefusal refusal);

        [LoggerMessage(LogLevel.Error, "The channel service's keys could not be fetched; calls to /api/messages are answered with 503.")]
        public static partial void NoKeys(ILogger logger, Exception fault);
    }
}
