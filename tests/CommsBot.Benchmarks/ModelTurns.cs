namespace CommsBot.Benchmarks;

/// <summary>
/// What the model path adds of our own: the same calm load without a model and with one that answers at once (on the same cores, so its own
/// work counts as ours).
/// </summary>
internal static class ModelTurns
{
    private const int Conversations = 20;
    private const int PerSecond = 10;
    private const int Seconds = 20;

    public static async Task RunAsync()
    {
        var (endpoint, running) = await CommsBotHost.StartSimulatedModelAsync();
        await using var stop = running;
        // A first house learns its content beside its first turns; that is no part of either column.
        await using (var learning = await House.OpenAsync()) await Turns.MeasureAsync(learning, Conversations, PerSecond, 1);
        await MeasureAsync("without a model");
        await MeasureAsync("with a model that answers at once", $"--AzureOpenAI:Endpoint={endpoint}", "--AzureOpenAI:ApiKey=simulated", "--AzureOpenAI:Deployment=simulated", "--AzureOpenAI:CallsPerDay=1000000");
    }

    private static async Task MeasureAsync(string what, params string[] args)
    {
        await using var house = await House.OpenAsync(args);
        var (times, posted) = await Turns.MeasureAsync(house, Conversations, PerSecond, Seconds);
        Console.WriteLine($"{what}: {times.Count} of {posted} turns at {PerSecond}/s: {times}");
    }
}
