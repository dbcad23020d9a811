using CommsBot.Benchmarks;

// dotnet run -c Release --project tests/CommsBot.Benchmarks [name ...]; without a name all of them, one after the other.
Measurement[] all =
[
    new("machine", "what it ran on", Machine.RunAsync),
    new("start", "from the process's birth until it is ready; idle memory", Start.RunAsync),
    new("turns", "web chat turns without a model, POST until the reply is on an open stream", Turns.RunAsync),
    new("model", "web chat turns without and with a model that answers at once", ModelTurns.RunAsync),
    new("texts", "1,000 due messages to a local Twilio stand-in", Texts.RunAsync),
    new("planning", "10,000 appointments planned", Planning.RunAsync),
    new("search", "one question searched", Search.RunAsync),
];

var asked = args.Length == 0 ? all : all.Where(one => args.Contains(one.Name)).ToArray();
if (asked.Length == 0)
{
    Console.Error.WriteLine($"The names are: {string.Join(", ", all.Select(one => one.Name))}.");
    return 2;
}

foreach (var one in asked)
{
    Console.WriteLine($"== {one.Name}: {one.Meaning}");
    await one.Run();
}

return 0;

internal sealed record Measurement(string Name, string Meaning, Func<Task> Run);
