namespace CommsBot.BotFramework.DirectLine;

/// <summary>A "no" in the protocol's error shape.</summary>
/// <param name="Code">Stable; one of <see cref="DirectLineErrorCodes"/> or the host's own.</param>
/// <param name="Message">A sentence for people; the host's suffix follows it.</param>
/// <param name="RetryAfter">Written as whole seconds, rounded up.</param>
public sealed record DirectLineRefusal(int Status, string Code, string Message, TimeSpan? RetryAfter = null)
{
    internal static readonly DirectLineRefusal MissingToken =
        new(401, DirectLineErrorCodes.BadArgument, "The chat key is missing.");

    internal static readonly DirectLineRefusal InvalidToken =
        new(403, DirectLineErrorCodes.BadArgument, "The chat key is not valid.");

    /// <summary>Also what a host's gate says of a token that it will not renew.</summary>
    public static readonly DirectLineRefusal TokenExpired =
        new(403, DirectLineErrorCodes.TokenExpired, "This chat has timed out. Please reload the page.");

    internal static readonly DirectLineRefusal OtherConversation =
        new(403, DirectLineErrorCodes.BadArgument, "The chat key belongs to another chat.");

    internal static readonly DirectLineRefusal UnknownConversation =
        new(404, DirectLineErrorCodes.ConversationNotFound, "This chat was not found. Please reload the page.");

    internal static readonly DirectLineRefusal BrokenJson =
        new(400, DirectLineErrorCodes.BadArgument, "The message could not be read.");

    internal static readonly DirectLineRefusal MissingType =
        new(400, DirectLineErrorCodes.MissingProperty, "The activity has no type.");

    internal static readonly DirectLineRefusal TypeNotForClients =
        new(400, DirectLineErrorCodes.BadArgument, "An activity of this type cannot be sent from a chat.");

    internal static readonly DirectLineRefusal LongClientActivityId =
        new(400, DirectLineErrorCodes.BadArgument, "The message's own id is too long.");

    internal static readonly DirectLineRefusal BadUser =
        new(400, DirectLineErrorCodes.BadArgument, "A user id starts with dl_ and has up to 64 letters, digits, dots, dashes or underscores.");

    internal static readonly DirectLineRefusal BadWatermark =
        new(400, DirectLineErrorCodes.BadArgument, "The watermark is not one of ours.");

    internal static readonly DirectLineRefusal TooBig =
        new(413, DirectLineErrorCodes.MessageSizeTooBig, "The message is too long.");

    internal static readonly DirectLineRefusal NoUploads =
        new(400, DirectLineErrorCodes.BadArgument, "This chat does not take files or pictures. Please write your message.");

    internal static readonly DirectLineRefusal NotAWebSocket =
        new(400, DirectLineErrorCodes.BadArgument, "This address is for a WebSocket.");

    internal static readonly DirectLineRefusal Outage =
        new(503, DirectLineErrorCodes.ServiceError, "The chat is not available at the moment. Please try again soon.", TimeSpan.FromSeconds(5));

    internal static readonly DirectLineRefusal Fault =
        new(500, DirectLineErrorCodes.ServiceError, "Something went wrong. Please try again.");
}

public static class DirectLineErrorCodes
{
    public const string BadArgument = "BadArgument";
    public const string MissingProperty = "MissingProperty";
    public const string TokenExpired = "TokenExpired";
    public const string ConversationNotFound = "ConversationNotFound";
    public const string MessageSizeTooBig = "MessageSizeTooBig";
    public const string TooManyRequests = "TooManyRequests";
    public const string ServiceError = "ServiceError";
}
