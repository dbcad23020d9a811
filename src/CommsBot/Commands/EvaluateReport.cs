using CommsBot.Content;
using CommsBot.Conversations;

namespace CommsBot.Commands;

internal enum Grade
{
    Right,

    /// <summary>A choice was offered, and the right answer is in it (or nothing was to be answered and a choice was); or one of two questions was answered.</summary>
    Half,

    /// <summary>Something was said as an answer, or a danger called, that should not have been.</summary>
    Wrong,

    /// <summary>Nothing was answered: the honest "I don't know", or a person, where an answer existed; or a rule that should have acted did not.</summary>
    Silent,
}

/// <summary>Grades results and prints them per kind and language.</summary>
internal static class EvaluateReport
{
    public static Grade Of(EvaluateResult result)
    {
        var question = result.Question;
        var danger = result.Outcome is Outcome.Emergency or Outcome.Crisis;
        if (question.Expect == Outcome.Answered)
        {
            if (result.Outcome == Outcome.Clarify) return question.Answers is null || result.Offered.Intersect(question.Answers).Any() ? Grade.Half : Grade.Silent;
            if (result.Outcome != Outcome.Answered) return danger ? Grade.Wrong : Grade.Silent;
            if (question.Answers is null) return Grade.Right;
            if (result.Quoted.Count == 0 || !result.Quoted.All(question.Answers.Contains)) return Grade.Wrong;
            return question.Both && result.Quoted.Count < question.Answers.Count ? Grade.Half : Grade.Right;
        }

        if (result.Outcome == question.Expect) return Grade.Right;
        if (danger || result.Outcome == Outcome.Answered) return Grade.Wrong;
        if (result.Outcome == Outcome.Clarify) return Grade.Half;
        return question.Expect == Outcome.Unanswered ? Grade.Right : Grade.Silent;
    }

    public static void Print(IReadOnlyList<EvaluateResult> results, bool confusions, TextWriter to)
    {
        to.WriteLine($"{"part",-6}{"kind",-16}{"language",-10}{"number",7}{"right",9}{"half",9}{"wrong",9}{"silent",9}");
        foreach (var part in results.GroupBy(r => r.Question.Part).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            foreach (var kind in part.GroupBy(r => (r.Question.Kind, r.Question.Language)).OrderBy(g => g.Key.Kind, StringComparer.Ordinal).ThenBy(g => g.Key.Language))
                to.WriteLine($"{part.Key,-6}{kind.Key.Kind,-16}{kind.Key.Language.Code(),-10}{Shares([.. kind])}");
        }

        if (confusions) Confusions(results, to);
        var times = results.Select(r => r.Took.TotalMilliseconds).Order().ToList();
        if (times.Count == 0) return;
        to.WriteLine($"time per question: p50 {times[times.Count / 2]:0.00} ms, p99 {times[times.Count * 99 / 100]:0.00} ms, longest {times[^1]:0.00} ms");
    }

    private static string Shares(List<EvaluateResult> results) =>
        $"{results.Count,7}" + string.Concat(Enum.GetValues<Grade>().Select(grade => $"{results.Count(r => Of(r) == grade) / (double)results.Count,9:P1}"));

    private static void Confusions(IReadOnlyList<EvaluateResult> results, TextWriter to)
    {
        to.WriteLine("not right:");
        foreach (var result in results.Where(r => Of(r) != Grade.Right).OrderBy(Of).ThenBy(r => r.Question.Kind, StringComparer.Ordinal))
        {
            var expected = $"{result.Question.Expect} {string.Join('+', result.Question.Answers ?? [])}".Trim();
            to.WriteLine($"  {Of(result),-7}{expected} <- {result.Outcome} {string.Join('+', result.Quoted.Concat(result.Offered))} | {result.Question.Text}");
        }
    }
}
