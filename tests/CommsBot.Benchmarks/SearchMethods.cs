using System.Diagnostics;
using CommsBot.Answers;
using CommsBot.Commands;
using CommsBot.Evaluation;
using CommsBot.Content;

namespace CommsBot.Benchmarks;

/// <summary>
/// Ways of finding an answer on the evaluation questions. Each way learns from the asks alone; the score from which it may answer is chosen on four
/// fifths of the questions (at most 2 % of what is not ours answered) and measured on the fifth, five times. The last share is of what is not ours
/// and would be answered without such a score.
/// </summary>
internal static class SearchMethods
{
    public const string Ours = "both, with the trust formula";

    private const int Folds = 5;
    private const double MostElsewhere = 0.02;

    private sealed record Seen(bool Ours, bool Right, double Score, bool Answers);

    public static Task RunAsync()
    {
        var questions = Questions();
        Head(questions);
        foreach (var (name, best) in Methods(LoadedContent.Read(new ContentRoot(House.Root), strictWording: true))) Measure(name, best, questions);
        return Task.CompletedTask;
    }

    public static List<EvaluateQuestion> Questions()
    {
        var questions = EvaluateQuestion.Read(new ContentRoot(House.Root).Files("evaluation", "*.jsonl"))
            .Where(q => q.Kind is "out-of-scope" || q.Kind == "answerable" && q.Answers is { Count: > 0 } && q.Before is null && !q.Both).ToList();
        new Random(1).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(questions));
        return questions;
    }

    public static void Head(List<EvaluateQuestion> questions)
    {
        Console.WriteLine($"{questions.Count} questions, {questions.Count(q => q.Kind == "answerable")} ours. At the chosen score: ");
        Console.WriteLine($"{"method",-34}{"first choice",13}{"right",8}{"wrong",8}{"not ours answered",19}{"by itself",11}{"ms",7}");
    }

    private static IEnumerable<(string Name, Func<string, Language, (string Id, double Score)> Best)> Methods(LoadedContent content)
    {
        var languages = Enum.GetValues<Language>();
        var answers = languages.ToDictionary(l => l, l => content.Library.Answers.Where(a => a.Language == l).OrderBy(a => a.Id, StringComparer.Ordinal).ToList());
        var lucene = languages.ToDictionary(l => l, l => new LuceneBm25(l, answers[l]));
        var index = languages.ToDictionary(l => l, l => new AnswerIndex(l, answers[l], content.Library.SearchWords));
        var search = new AnswerSearch(content.Library);
        yield return ("field-weighted BM25 (Lucene.NET)", (q, l) => lucene[l].Best(q));
        yield return ("ranking of our own", (q, l) => index[l].Rank(index[l].Read(q), 1) is [var best] ? (best.Id, best.Score) : ("", 0));
        yield return ("logistic regression", (q, l) => index[l].Weigh(index[l].Read(q), int.MaxValue)!.Value.Best.MaxBy(c => c.Share) is var best ? (best.Id, best.Share) : ("", 0));
        yield return (Ours, (q, l) => search.Top(q, l) is [var best, ..] ? (best.Id, best.Confidence) : ("", 0));
    }

    public static void Measure(string name, Func<string, Language, (string Id, double Score)> best, List<EvaluateQuestion> questions)
    {
        foreach (var question in questions.Take(200)) best(question.Text, question.Language);
        var started = Stopwatch.GetTimestamp();
        var found = questions.ConvertAll(q => best(q.Text, q.Language));
        Print(name, questions, found, Stopwatch.GetElapsedTime(started).TotalMilliseconds / questions.Count);
    }

    /// <param name="found">The best answer to each question with its score.</param>
    /// <param name="took">Milliseconds per question.</param>
    public static void Print(string name, List<EvaluateQuestion> questions, List<(string Id, double Score)> found, double took)
    {
        var seen = questions.Zip(found, (q, best) => new Seen(q.Kind == "answerable", q.Answers?.Contains(best.Id) == true, best.Score, best.Id.Length > 0)).ToList();
        var answered = new List<Seen>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var from = Threshold([.. seen.Where((_, at) => at % Folds != fold)]);
            answered.AddRange(seen.Where((s, at) => at % Folds == fold && s.Score >= from));
        }

        double ours = seen.Count(s => s.Ours), others = seen.Count - ours;
        Console.WriteLine($"{name,-34}{seen.Count(s => s.Right) / ours,13:P1}{answered.Count(s => s.Right) / ours,8:P1}"
            + $"{answered.Count(s => s.Ours && !s.Right) / ours,8:P1}{answered.Count(s => !s.Ours) / others,19:P1}{seen.Count(s => !s.Ours && s.Answers) / others,11:P1}{took,7:0.00}");
    }

    /// <summary>The lowest score from which at most the allowed part of what is not ours is answered.</summary>
    private static double Threshold(List<Seen> seen)
    {
        var others = seen.Where(s => !s.Ours).Select(s => s.Score).OrderDescending().ToList();
        return others.Count == 0 ? 0 : others[(int)(others.Count * MostElsewhere)] + 1e-9;
    }
}
