using System.Collections.Concurrent;
using CommsBot.Answers;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Evaluation;

namespace CommsBot.Staff.Room;

/// <param name="Questions">Of this language.</param>
/// <param name="Changed">How many of them are dealt with in another way.</param>
internal sealed record RoomNumbers(int Questions, IReadOnlyDictionary<Grade, int> Before, IReadOnlyDictionary<Grade, int> After, int Changed);

/// <summary>
/// What a signature changes for those who ask: the evaluation questions that want this text and a sample of the others of its language, through the real
/// decisions, with these words withheld and with them said. One run at a time on a thread of its own, so that no patient waits for it.
/// </summary>
internal sealed class RoomEvaluation(LoadedContent content, AnswerSearch search, ApprovalBook book, ClinicClock clock)
{
    private const int MostOwn = 200;
    private const int MostOthers = 200;

    private readonly ConcurrentDictionary<(Language, string), RoomNumbers> known = new();
    private readonly SemaphoreSlim one = new(1);

    /// <returns>Null when there are no questions in this language.</returns>
    public async Task<RoomNumbers?> OfAsync(RoomItem item, CancellationToken ct)
    {
        var asked = (item.Language, item.Hash);
        if (known.TryGetValue(asked, out var before)) return before;
        await one.WaitAsync(ct);
        try
        {
            if (Questions(item) is not { Count: > 0 } questions) return null;
            return known[asked] = await Task.Factory.StartNew(() => Compare(item, questions), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            one.Release();
        }
    }

    private RoomNumbers Compare(RoomItem item, IReadOnlyList<EvaluateQuestion> questions)
    {
        var (now, keys) = (book.At(clock.UtcNow), item.Forms.Select(form => form.Key).ToList());
        var (without, with) = (Run(now.Without(keys), questions), Run(now.With(keys), questions));
        return new RoomNumbers(questions.Count, Count(without), Count(with), without.Zip(with).Count(pair => pair.First.Outcome != pair.Second.Outcome || !pair.First.Quoted.SequenceEqual(pair.Second.Quoted)));
    }

    private List<EvaluateResult> Run(ApprovedContent approved, IReadOnlyList<EvaluateQuestion> questions)
    {
        using var turns = new EvaluateTurns(content, approved, services => services.AddSingleton(search));
        return [.. questions.Select(turns.Run)];
    }

    private List<EvaluateQuestion> Questions(RoomItem item)
    {
        var all = EvaluateQuestion.Read(content.Reading.Root.Files("evaluation", "*.jsonl")).Where(q => q.Language == item.Language).ToLookup(q => q.Answers?.Contains(item.Id) == true);
        return [.. Sample([.. all[true]], MostOwn), .. Sample([.. all[false]], MostOthers)];
    }

    // The same questions each time, from all over the files.
    private static IEnumerable<EvaluateQuestion> Sample(IReadOnlyList<EvaluateQuestion> questions, int most)
    {
        var step = Math.Max(1, (questions.Count + most - 1) / most);
        return questions.Where((_, at) => at % step == 0);
    }

    private static Dictionary<Grade, int> Count(IReadOnlyList<EvaluateResult> results) => Enum.GetValues<Grade>().ToDictionary(grade => grade, grade => results.Count(r => EvaluateGrade.Of(r) == grade));
}
