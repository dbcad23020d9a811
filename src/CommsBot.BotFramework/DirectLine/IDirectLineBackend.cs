using System.Globalization;
using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>
/// Where conversations live. Each conversation's activities carry sequence numbers that only grow, from 1, and become
/// visible in that order: a reader that has seen n never misses an activity below n. Expected outcomes are values;
/// what a call throws is answered with 503 or 500 (<see cref="DirectLineOptions.IsOutage"/>).
/// </summary>
public interface IDirectLineBackend
{
    /// <summary>Creates the conversation, or finds it: twice the same start is one conversation.</summary>
    ValueTask<DirectLineStarted> StartAsync(DirectLineStart start, CancellationToken cancellationToken);

    /// <summary>Stores what a user sent. Must answer soon; the bot's turn runs elsewhere, later.</summary>
    ValueTask<DirectLinePosted> PostAsync(DirectLinePost post, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="max"/> activities with a sequence number above <paramref name="after"/>, ascending; empty when none or
    /// unknown.
    /// </summary>
    ValueTask<IReadOnlyList<DirectLineItem>> ReadAsync(string conversationId, long after, int max, CancellationToken cancellationToken);

    /// <summary>The highest sequence number, 0 for a conversation without activities, null for an unknown conversation.</summary>
    ValueTask<long?> LastSequenceAsync(string conversationId, CancellationToken cancellationToken);
}

/// <param name="Locale">What the client asked for, at most 35 characters, unchecked.</param>
/// <param name="Claims">What the host put into the token.</param>
public sealed record DirectLineStart(
    string ConversationId, string UserId, string? UserName, string? Locale, IReadOnlyDictionary<string, string> Claims);

/// <param name="Activity">Sender, conversation, channel and time are already ours; the id is not set.</param>
/// <param name="ClientActivityId">
/// The sender's own id of this message, at most 200 characters: the same from the same user is a repeat. Null: never a repeat.
/// </param>
public sealed record DirectLinePost(
    string ConversationId, string UserId, Activity Activity, string? ClientActivityId, IReadOnlyDictionary<string, string> Claims);

public sealed record DirectLineItem(long Sequence, Activity Activity)
{
    /// <summary>
    /// The id under which clients know it, <c>{conversation}|{sequence, at least seven digits}</c>; what <c>replyToId</c> must name.
    /// </summary>
    public static string ActivityId(string conversationId, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{conversationId}|{sequence:0000000}");
}

public abstract record DirectLineStarted
{
    public sealed record Created : DirectLineStarted;

    public sealed record Existing : DirectLineStarted;

    public sealed record Refused(DirectLineRefusal Refusal) : DirectLineStarted;
}

public abstract record DirectLinePosted
{
    public sealed record Stored(long Sequence) : DirectLinePosted;

    /// <summary>Sent before: the sequence number it got then.</summary>
    public sealed record Duplicate(long Sequence) : DirectLinePosted;

    public sealed record UnknownConversation : DirectLinePosted;

    public sealed record Refused(DirectLineRefusal Refusal) : DirectLinePosted;
}
