using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>One curated answer the search points to. <paramref name="Confidence"/> is 0 to 1 and comparable between questions.</summary>
internal sealed record AnswerMatch(string Id, double Confidence);

/// <summary>What the curated answers have to say to a message. All three are expected outcomes; the search never throws on a patient's words.</summary>
/// <param name="Language">Language of the message itself, the conversation's when the message is too short to tell.</param>
internal abstract record SearchOutcome(Language Language)
{
    /// <summary>Quote these, in this order: one answer, or one for each question the message asks (at most three).</summary>
    /// <param name="OpenQuestions">How many further questions of the same message no answer covers; above 0 the patient must be told.</param>
    internal sealed record Found(Language Language, IReadOnlyList<AnswerMatch> Answers, int OpenQuestions) : SearchOutcome(Language);

    /// <summary>One to three answers are likely but none is sure; ask which one is meant, "none of these" included.</summary>
    internal sealed record Choices(Language Language, IReadOnlyList<AnswerMatch> Answers) : SearchOutcome(Language);

    /// <summary>No answer covers it: say so, offer a person, remember the question.</summary>
    internal sealed record NotFound(Language Language) : SearchOutcome(Language);
}
