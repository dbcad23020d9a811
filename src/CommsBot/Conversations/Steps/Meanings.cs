namespace CommsBot.Conversations.Steps;

/// <summary>What a tapped choice means to the next turn.</summary>
internal static class Meanings
{
    public const string Book = "book";
    public const string Person = "person";
    public const string NoThanks = "no-thanks";
    public const string StopTexts = "stop-texts";
    public const string KeepTexts = "keep-texts";
    public const string NoMore = "no-more";
    private const string HelpedPrefix = "helped:";
    private const string NotHelpedPrefix = "not-helped:";
    private const string HandoffHelpedPrefix = "team-helped:";
    private const string HandoffNotHelpedPrefix = "team-not-helped:";
    private const string AnswerPrefix = "answer:";

    public static string Answer(string id) => AnswerPrefix + id;

    public static string Rate(string answerId, bool helped) => (helped ? HelpedPrefix : NotHelpedPrefix) + answerId;

    /// <summary>The answer that is rated, and how; null for any other meaning.</summary>
    public static (string AnswerId, bool Helped)? Rated(string means) =>
        means.StartsWith(HelpedPrefix, StringComparison.Ordinal) ? (means[HelpedPrefix.Length..], true)
        : means.StartsWith(NotHelpedPrefix, StringComparison.Ordinal) ? (means[NotHelpedPrefix.Length..], false)
        : null;

    public static string RateHandoff(string ticketId, bool helped) => (helped ? HandoffHelpedPrefix : HandoffNotHelpedPrefix) + ticketId;

    /// <summary>The handoff that is rated, and how; null for any other meaning.</summary>
    public static (string TicketId, bool Helped)? RatedHandoff(string means) =>
        means.StartsWith(HandoffHelpedPrefix, StringComparison.Ordinal) ? (means[HandoffHelpedPrefix.Length..], true)
        : means.StartsWith(HandoffNotHelpedPrefix, StringComparison.Ordinal) ? (means[HandoffNotHelpedPrefix.Length..], false)
        : null;

    public static string? AnswerId(string means) => means.StartsWith(AnswerPrefix, StringComparison.Ordinal) ? means[AnswerPrefix.Length..] : null;
}
