using System.Diagnostics;
using CommsBot.Answers;
using CommsBot.Commands;
using CommsBot.Evaluation;
using CommsBot.Content;

namespace CommsBot.Benchmarks;

/// <summary>
/// Every question of <c>dialogs/evaluation/</c> searched, with the answers there are and with 5,000 in each language. Of several rounds each
/// question's fastest counts: the others hold what else the machine was doing.
/// </summary>
internal static class Search
{
    private const int Many = 5000;
    private const int AsksPerStranger = 20;
    private const int Rounds = 5;

    public static Task RunAsync()
    {
        var content = LoadedContent.Read(new ContentRoot(House.Root), strictWording: true);
        var questions = EvaluateQuestion.Read(new ContentRoot(House.Root).Files("evaluation", "*.jsonl"));
        Measure(content.Library, questions);
        Measure(new ContentLibrary([.. content.Library.Answers, .. Strangers(content.Library)], content.Library.Wording, content.Library.SearchWords), questions);
        return Task.CompletedTask;
    }

    private static void Measure(ContentLibrary library, IReadOnlyList<EvaluateQuestion> questions)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var built = Stopwatch.GetTimestamp();
        var search = new AnswerSearch(library);
        foreach (var language in Enum.GetValues<Language>()) search.Find("ketamine", language);
        var took = Stopwatch.GetElapsedTime(built);
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        Console.WriteLine($"{library.Answers.Count()} answers: index built in {took.TotalMilliseconds:0} ms, holds {megabytes:0} MB");
        var fastest = questions.Select(_ => long.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < fastest.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                search.Find(questions[i].Text, questions[i].Language);
                fastest[i] = Math.Min(fastest[i], Stopwatch.GetTimestamp() - started);
            }
        }

        var times = new Times();
        foreach (var ticks in fastest) times.AddTicks(ticks);
        Console.WriteLine($"{questions.Count} questions: {times}");
    }

    /// <summary>Answers about other subjects in the words of ours: each takes an answer's asks and puts a made-up word into every one.</summary>
    private static IEnumerable<Answer> Strangers(ContentLibrary library)
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var ours = library.Answers.Where(a => a.Language == language).OrderBy(a => a.Id, StringComparer.Ordinal).ToList();
            for (var i = ours.Count; i < Many; i++)
            {
                var like = ours[i % ours.Count];
                var word = $"zu{(char)('a' + i % 26)}{(char)('a' + i / 26 % 26)}{(char)('a' + i / 676)}ro";
                yield return like with { Id = $"{like.Id}-{word}", Language = language, Title = $"{like.Title} {word}", Asks = [.. like.Asks.Take(AsksPerStranger).Select(ask => $"{ask} {word}")] };
            }
        }
    }
}
