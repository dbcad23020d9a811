using System.Diagnostics;
using System.Text.Json;
using CommsBot.Answers;
using CommsBot.Content;

namespace CommsBot.Benchmarks;

/// <summary>Every question of <c>dialogs/evaluation/</c>, searched three times; the first time warms up and is not counted.</summary>
internal static class Search
{
    public static Task RunAsync()
    {
        var content = LoadedContent.Read(new ContentRoot(House.Root), strictWording: true);
        var built = Stopwatch.GetTimestamp();
        var search = new AnswerSearch(content.Library);
        Console.WriteLine($"index of {content.Library.Answers.Count()} answers built in {Stopwatch.GetElapsedTime(built).TotalMilliseconds:0} ms");
        var questions = Directory.EnumerateFiles(Path.Combine(House.Root, "dialogs", "evaluation"), "*.jsonl").SelectMany(File.ReadLines).Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(q => (Text: q.GetProperty("q").GetString()!, Language: Languages.Parse(q.GetProperty("lang").GetString()) ?? Language.English)).ToList();
        var times = new Times();
        for (var round = 0; round < 3; round++)
        {
            foreach (var (text, language) in questions)
            {
                var started = Stopwatch.GetTimestamp();
                search.Find(text, language);
                if (round > 0) times.Add(started);
            }
        }

        Console.WriteLine($"{questions.Count} questions: {times}");
        return Task.CompletedTask;
    }
}
