using CommsBot.Benchmarks;

// dotnet run -c Release --project tests/CommsBot.Benchmarks [name ...]; without a name all of them, one after the other.
Measurement[] all =
[
    new("machine", "what it ran on", Machine.RunAsync),
    new("start", "from the process's birth until it is ready; idle memory", Start.RunAsync),
    new("turns", "web chat turns without a model, POST until the reply is on an open stream", Turns.RunAsync),
    new("texts", "due texts, intent stored first: to the simulator, and to a bare stand-in beside a client without storage", Texts.RunAsync),
    new("console", "200 open consoles on 2,000 open tickets: when a handoff is seen, and what an action takes", Consoles.RunAsync),
    new("model", "web chat turns without and with a model that answers at once", ModelTurns.RunAsync),
    new("tap", "a website's chat button on a slow phone: from the tap until the greeting can be read and until the chat can be used (needs Chromium)", FirstGreeting.RunAsync),
    new("planning", "10,000 appointments planned", Planning.RunAsync),
    new("search", "one question searched", Search.RunAsync),
    new("find", "a staff member's search over 50,000 messages", StaffSearch.RunAsync),
    new("methods", "ways of finding an answer, cross-validated on the evaluation questions", SearchMethods.RunAsync),
    new("peers", "other people's search on the same answers and questions (needs Node and npm, takes two minutes)", SearchPeers.RunAsync),
    new("evidence", "the weights of the search's trust, fitted on the evaluation questions of part train", FitEvidence.RunAsync),
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
