using CommsBot.Answers;
using CommsBot.Outbox;

namespace CommsBot.Conversations;

/// <summary>The words of <c>doors.md</c> for what a reply was; programs read them.</summary>
internal static class Outcome
{
    public const string Answered = "answered";
    public const string Clarify = "clarify";
    public const string Unanswered = "unanswered";
    public const string Emergency = "emergency";
    public const string Crisis = "crisis";
    public const string Clinical = "clinical";
    public const string Booking = "booking";
    public const string Handoff = "handoff";
    public const string Preparation = "preparation";
    public const string Consent = "consent";
    public const string SmallTalk = "smalltalk";
    public const string Refused = "refused";
    public const string Greeting = "greeting";
    public const string Staff = "staff";
}

/// <summary>Something the patient can tap, or answer by digit on the phone.</summary>
/// <param name="Label">What is shown and, when tapped, sent.</param>
/// <param name="Digit">The digit that means it on the phone.</param>
/// <param name="Means">What the next turn does with it, e.g. <c>answer:fasting</c>.</param>
internal sealed record Choice(string Label, string Digit, string Means);

/// <summary>One message of the bot, complete, in the patient's language and form; the channel only dresses it.</summary>
/// <param name="Choices">Taps on the website. The phone's text already names the digits.</param>
internal sealed record Reply(string Text, string Outcome, MessageClass Class = MessageClass.Reply)
{
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>The curated answers quoted, with their citations.</summary>
    public IReadOnlyList<Quote> Quotes { get; init; } = [];

    public IReadOnlyList<string> Answers => [.. Quotes.Select(quote => quote.Id)];
}
