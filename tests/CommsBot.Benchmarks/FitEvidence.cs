using System.Globalization;
using CommsBot.Answers;
using CommsBot.Commands;
using CommsBot.Evaluation;
using CommsBot.Content;

namespace CommsBot.Benchmarks;

/// <summary>
/// Fits the weights of <see cref="Evidence"/>: a logistic regression of "the best candidate is right" on its signs, over the questions of part train
/// that are ours or are not. Further files given as <c>COMMSBOT_QUESTIONS</c> (separated by ':') count as train. Print, look, copy.
/// </summary>
internal static class FitEvidence
{
    private const int Rounds = 4000;
    private const double Ridge = 0.002;

    public static Task RunAsync()
    {
        var content = LoadedContent.Read(new ContentRoot(House.Root), strictWording: true);
        var search = new AnswerSearch(content.Library);
        var seen = new List<(double[] Signs, bool Right, bool Ours)>();
        foreach (var question in Questions().Where(q => q.Part != "held" && q.Before is null && (q.Kind == "out-of-scope" || q.Kind == "answerable" && q.Answers is { Count: > 0 })))
        {
            if (search.Signs(question.Text, question.Language) is not { } found) continue;
            seen.Add((found.Signs, question.Answers?.Contains(found.Best) == true, question.Kind == "answerable"));
        }

        var weights = Fit(seen);
        Console.WriteLine($"{seen.Count} questions, {seen.Count(s => s.Ours)} ours; best candidate right in {seen.Count(s => s.Right)}");
        Console.WriteLine($"[{string.Join(", ", weights.Select(w => w.ToString("0.00", CultureInfo.InvariantCulture)))}]");
        foreach (var (name, used) in new[] { ("present", Evidence.Fitted), ("fitted", weights) }) Print(name, used, seen);
        return Task.CompletedTask;
    }

    private static void Print(string name, IReadOnlyList<double> weights, List<(double[] Signs, bool Right, bool Ours)> seen)
    {
        Console.WriteLine($"{name} weights:");
        foreach (var from in new[] { 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9 })
        {
            var quoted = seen.Where(s => Trust(weights, s.Signs) >= from).ToList();
            var ours = seen.Count(s => s.Ours);
            Console.WriteLine($"from {from:0.00}: right {100.0 * quoted.Count(s => s.Right) / ours:0.0} %, wrong {100.0 * quoted.Count(s => s.Ours && !s.Right) / ours:0.0} %, "
                + $"not ours answered {100.0 * quoted.Count(s => !s.Ours) / Math.Max(1, seen.Count - ours):0.0} %");
        }
    }

    private static IReadOnlyList<EvaluateQuestion> Questions()
    {
        var more = Environment.GetEnvironmentVariable("COMMSBOT_QUESTIONS")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return EvaluateQuestion.Read([.. new ContentRoot(House.Root).Files("evaluation", "*.jsonl"), .. more]);
    }

    private static double[] Fit(List<(double[] Signs, bool Right, bool Ours)> seen)
    {
        var weights = new double[seen[0].Signs.Length];
        var past = new double[weights.Length];
        for (var round = 0; round < Rounds; round++)
        {
            var gradient = new double[weights.Length];
            foreach (var (signs, right, _) in seen)
            {
                var error = Trust(weights, signs) - (right ? 1 : 0);
                for (var i = 0; i < signs.Length; i++) gradient[i] += error * signs[i] / seen.Count;
            }
            for (var i = 0; i < weights.Length; i++)
            {
                gradient[i] += i == 0 ? 0 : Ridge * weights[i];
                past[i] = 0.9 * past[i] + 0.1 * gradient[i] * gradient[i];
                weights[i] -= 0.02 * gradient[i] / (Math.Sqrt(past[i]) + 1e-4);
            }
        }
        return weights;
    }

    private static double Trust(IReadOnlyList<double> weights, double[] signs) => 1 / (1 + Math.Exp(-weights.Zip(signs, (w, s) => w * s).Sum()));
}
