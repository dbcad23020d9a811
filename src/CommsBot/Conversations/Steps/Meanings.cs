namespace CommsBot.Conversations.Steps;

/// <summary>What a tapped choice means to the next turn.</summary>
internal static class Meanings
{
    public const string Book = "book";
    public const string Person = "person";
    public const string NoThanks = "no-thanks";
    public const string StopTexts = "stop-texts";
    public const string KeepTexts = "keep-texts";
    private const string AnswerPrefix = "answer:";

    public static string Answer(string id) => AnswerPrefix + id;

    public static string? AnswerId(string means) => means.StartsWith(AnswerPrefix, StringComparison.Ordinal) ? means[AnswerPrefix.Length..] : null;
}
