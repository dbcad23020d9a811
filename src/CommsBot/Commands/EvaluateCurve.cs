using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Evaluation;

namespace CommsBot.Commands;

/// <summary>What the search alone would do at each threshold: how many questions it would answer, how many of those rightly, how much that is not ours.</summary>
internal static class EvaluateCurve
{
    public static void Print(AnswerSearch search, IReadOnlyList<EvaluateQuestion> questions, TextWriter to)
    {
        var ours = questions.Where(q => q.Kind == "answerable" && q.Answers is { Count: > 0 }).Select(q => (Best: Best(search, q), q.Answers)).ToList();
        var others = questions.Where(q => q.Kind == "out-of-scope").Select(q => Best(search, q)).ToList();
        if (ours.Count == 0) return;
        to.WriteLine($"answered from{"answered",10}{"right",9}{"of those",10}{"not ours answered",19}");
        for (var from = 0.3; from < 0.99; from += 0.05)
        {
            var answered = ours.Where(o => o.Best.Confidence >= from).ToList();
            var right = answered.Count(o => o.Answers!.Contains(o.Best.Id));
            to.WriteLine($"{from,13:0.00}{(double)answered.Count / ours.Count,10:P1}{(double)right / ours.Count,9:P1}{(double)right / Math.Max(1, answered.Count),10:P1}"
                + $"{(double)others.Count(o => o.Confidence >= from) / Math.Max(1, others.Count),19:P1}");
        }
    }

    private static AnswerMatch Best(AnswerSearch search, EvaluateQuestion question) =>
        search.Top(question.Text, question.Language) is [var best, ..] ? best : new AnswerMatch("", 0);
}
