using CommsBot.Content;
using CommsBot.Evaluation;
using CommsBot.Model;
using CommsBot.Settings;

namespace CommsBot.Commands;

/// <summary><c>evaluate --model</c>: every question once without and once with a model, side by side, and what the model changed.</summary>
internal static class EvaluateModel
{
    private const int AtOnce = 8;

    public static async Task RunAsync(ContentRoot root, IReadOnlyList<EvaluateQuestion> questions, bool confusions, string[] hostArgs)
    {
        var (settings, running) = await SettingsAsync(hostArgs);
        await using var stop = running;
        var faults = new List<string>();
        if (Prompts.Read(root, faults) is not { } prompts) throw new StartRefusedException(faults);

        using var turns = new EvaluateTurns(root, services =>
        {
            services.AddLogging();
            services.AddSingleton(settings);
            // No patient wrote these questions.
            services.AddSingleton<MayLeave>(() => true);
            services.AddSingleton<TakeCall>((_, _, _) => Task.FromResult(true));
            services.AddModelParts(settings, prompts);
        });
        var without = turns.Run(questions);
        var with = new EvaluateResult[questions.Count];
        await Parallel.ForAsync(0, questions.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) => with[at] = await turns.RunWithModelAsync(questions[at]));
        Console.WriteLine(running is null ? $"model: {settings.Deployment} at {settings.Endpoint!.Host}" : "model: the simulator's, which only counts words (set AzureOpenAI for a real one)");
        EvaluateSides.Print(without, with, confusions, Console.Out);
    }

    /// <summary>The configured model, else the simulator's for the length of this run.</summary>
    private static async Task<(AzureOpenAISettings Settings, IAsyncDisposable? Running)> SettingsAsync(string[] hostArgs)
    {
        var builder = CommsBotHost.Builder(hostArgs);
        var reader = new SettingsReader(builder, new StartContext(builder.Environment, builder.Environment.ContentRootPath, Simulated: false));
        var settings = reader.Read<AzureOpenAISettings>("AzureOpenAI");
        reader.ThrowIfAnyFault();
        if (settings.IsOn) return (settings, null);
        var (endpoint, running) = await CommsBotHost.StartSimulatedModelAsync();
        return (new AzureOpenAISettings { Endpoint = endpoint, ApiKey = "simulated", Deployment = "simulated", Mode = settings.Mode }, running);
    }
}
