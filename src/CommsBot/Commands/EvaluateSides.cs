using CommsBot.Content;
using CommsBot.Evaluation;

namespace CommsBot.Commands;

/// <summary>Prints results without and with a model in two columns, and each question the model changed something about.</summary>
internal static class EvaluateSides
{
    public static void Print(IReadOnlyList<EvaluateResult> without, IReadOnlyList<EvaluateResult> with, bool changes, TextWriter to)
    {
        to.WriteLine($"{"",-32}{"",7} {"without",-36}{"with model",-36}");
        to.WriteLine($"{"part",-6}{"kind",-16}{"language",-10}{"number",7}{Heads()}{Heads()}");
        var pairs = without.Zip(with).ToList();
        foreach (var part in pairs.GroupBy(pair => pair.First.Question.Part).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            foreach (var kind in part.GroupBy(pair => (pair.First.Question.Kind, pair.First.Question.Language)).OrderBy(group => group.Key.Kind, StringComparer.Ordinal).ThenBy(group => group.Key.Language))
                to.WriteLine($"{part.Key,-6}{kind.Key.Kind,-16}{kind.Key.Language.Code(),-10}{kind.Count(),7}{Shares([.. kind.Select(pair => pair.First)])}{Shares([.. kind.Select(pair => pair.Second)])}");
        }

        var changed = pairs.Where(pair => !Same(pair.First, pair.Second)).ToList();
        to.WriteLine($"the model was asked about {with.Count(result => result.Model is not null)} of {with.Count} questions and changed {changed.Count}: "
            + $"{changed.Count(pair => Better(pair) > 0)} for the better, {changed.Count(pair => Better(pair) < 0)} for the worse");
        foreach (var fault in with.Select(Fault).OfType<string>().CountBy(fault => fault)) to.WriteLine($"  not used, {fault.Key}: {fault.Value}");
        if (!changes) return;
        foreach (var (before, after) in changed.OrderBy(Better))
            to.WriteLine($"  {EvaluateGrade.Of(before),-7}-> {EvaluateGrade.Of(after),-7}{Said(before)} -> {Said(after)} | {before.Question.Text}");
    }

    private static string Heads() => $"{"right",9}{"half",9}{"wrong",9}{"silent",9}";

    private static string Shares(List<EvaluateResult> results) =>
        string.Concat(Enum.GetValues<Grade>().Select(grade => $"{results.Count(result => EvaluateGrade.Of(result) == grade) / (double)results.Count,9:P1}"));

    // The grades stand from best to worst, except that silence is better than a wrong answer.
    private static int Better((EvaluateResult Before, EvaluateResult After) pair) => Worth(pair.After) - Worth(pair.Before);

    private static int Worth(EvaluateResult result) => EvaluateGrade.Of(result) switch
    {
        Grade.Right => 3,
        Grade.Half => 2,
        Grade.Silent => 1,
        _ => 0,
    };

    private static bool Same(EvaluateResult one, EvaluateResult other) =>
        one.Outcome == other.Outcome && one.Quoted.SequenceEqual(other.Quoted) && one.Offered.SequenceEqual(other.Offered);

    private static string Said(EvaluateResult result) => $"{result.Outcome} {string.Join('+', result.Quoted.Concat(result.Offered))}".Trim();

    private static string? Fault(EvaluateResult result) => result.Model is { } trace && trace.Contains(':') ? trace[(trace.IndexOf(':') + 1)..] : null;
}
