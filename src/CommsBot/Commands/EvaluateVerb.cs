using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Evaluation;
using CommsBot.Handoff;
using CommsBot.Settings;

namespace CommsBot.Commands;

/// <summary><c>evaluate [files] [--part train|held|stranger] [--totals] [--model]</c>: measures the turn's decisions on question files, without a database.</summary>
internal static class EvaluateVerb
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        var root = ContentRoot.Find(Home.Find(Directory.GetCurrentDirectory()) ?? ".") ?? throw new StartRefusedException(["No folder named dialogs/ was found."]);
        var files = input.Words;
        var part = input.Take("part");
        var missing = files.Where(file => !File.Exists(file)).ToList();
        if (missing.Count > 0) throw new StartRefusedException([.. missing.Select(file => $"There is no file {file}.")]);

        var judged = files.Select(EvaluateAlarms.Read).OfType<IReadOnlyList<JudgedAlarm>>().SelectMany(alarms => alarms).ToList();
        if (judged.Count > 0) EvaluateAlarms.Print(judged, Console.Out);
        var asked = files.Where(file => EvaluateAlarms.Read(file) is null).ToList();
        if (files.Count > 0 && asked.Count == 0) return 0;
        var questions = EvaluateQuestion.Read(asked.Count > 0 ? asked : root.Files("evaluation", "*.jsonl")).Where(q => part is null || q.Part == part).ToList();
        var confusions = !input.TakeSwitch("totals");
        if (input.TakeSwitch("model"))
        {
            await EvaluateModel.RunAsync(root, questions, confusions, input.Host);
            return 0;
        }

        using var turns = new EvaluateTurns(root);
        EvaluateReport.Print(turns.Run(questions), confusions, Console.Out);
        EvaluateCurve.Print(turns.Part<AnswerSearch>(), questions, Console.Out);
        return 0;
    }
}
