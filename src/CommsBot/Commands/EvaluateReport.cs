using CommsBot.Content;
using CommsBot.Evaluation;

namespace CommsBot.Commands;

/// <summary>Prints graded results per kind and language.</summary>
internal static class EvaluateReport
{
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
        $"{results.Count,7}" + string.Concat(Enum.GetValues<Grade>().Select(grade => $"{results.Count(r => EvaluateGrade.Of(r) == grade) / (double)results.Count,9:P1}"));

    private static void Confusions(IReadOnlyList<EvaluateResult> results, TextWriter to)
    {
        to.WriteLine("not right:");
        foreach (var result in results.Where(r => EvaluateGrade.Of(r) != Grade.Right).OrderBy(EvaluateGrade.Of).ThenBy(r => r.Question.Kind, StringComparer.Ordinal))
        {
            var expected = $"{result.Question.Expect} {string.Join('+', result.Question.Answers ?? [])}".Trim();
            to.WriteLine($"  {EvaluateGrade.Of(result),-7}{expected} <- {result.Outcome} {string.Join('+', result.Quoted.Concat(result.Offered))} | {result.Question.Text}");
        }
    }
}
