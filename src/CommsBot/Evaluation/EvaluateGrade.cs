using CommsBot.Conversations;

namespace CommsBot.Evaluation;

internal enum Grade
{
    Right,

    /// <summary>A choice was offered, alone or beside a nurse, and the right answer is in it (or nothing was to be answered and a choice was); or one of two questions was answered.</summary>
    Half,

    /// <summary>Something was said as an answer, or a danger called, that should not have been.</summary>
    Wrong,

    /// <summary>Nothing was answered: the honest "I don't know", or a person, where an answer existed; or a rule that should have acted did not.</summary>
    Silent,
}

/// <summary>How good a result is.</summary>
internal static class EvaluateGrade
{
    public static Grade Of(EvaluateResult result)
    {
        var question = result.Question;
        var danger = result.Outcome is Outcome.Emergency or Outcome.Crisis;
        if (question.Expect == Outcome.Answered)
        {
            if (danger) return Grade.Wrong;
            // A nurse may be asked beside the answer.
            if (result.Outcome != Outcome.Answered && result.Quoted.Count == 0) return Offers(result) ? Grade.Half : Grade.Silent;
            if (question.Answers is null) return Grade.Right;
            if (result.Quoted.Count == 0 || !result.Quoted.All(question.Answers.Contains)) return Grade.Wrong;
            return question.Both && result.Quoted.Count < question.Answers.Count ? Grade.Half : Grade.Right;
        }

        if (result.Outcome == question.Expect) return Grade.Right;
        if (danger || result.Outcome == Outcome.Answered || result.Quoted.Count > 0) return Grade.Wrong;
        if (result.Outcome == Outcome.Clarify) return Grade.Half;
        return question.Expect == Outcome.Unanswered ? Grade.Right : Grade.Silent;
    }

    private static bool Offers(EvaluateResult result) =>
        result.Offered.Count > 0 && (result.Question.Answers is not { } wanted || result.Offered.Intersect(wanted).Any());
}
