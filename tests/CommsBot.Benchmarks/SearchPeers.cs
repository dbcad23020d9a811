using System.Text.Json;
using CommsBot.Answers;
using CommsBot.Commands;
using CommsBot.Evaluation;
using CommsBot.Content;
using CommsBot.PeerTests.Tools;

namespace CommsBot.Benchmarks;

/// <summary>NLP.js and a plain BM25 learn from the same asks and answer the same questions as ours; graded like the methods.</summary>
internal static class SearchPeers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Found(string Id, double Score, double Ms);

    private sealed record Peer(string Name, double Learnt, List<Found> Found);

    public static async Task RunAsync()
    {
        var content = LoadedContent.Read(new ContentRoot(House.Root), strictWording: true);
        var questions = SearchMethods.Questions();
        if (await AskAsync(content.Library, questions) is not { } peers) return;
        SearchMethods.Head(questions);
        foreach (var peer in peers)
        {
            SearchMethods.Print(peer.Name, questions, peer.Found.ConvertAll(f => (f.Id, f.Score)), peer.Found.Average(f => f.Ms));
            Console.WriteLine($"  learnt in {peer.Learnt / 1000:0.0} s");
        }

        var search = new AnswerSearch(content.Library);
        SearchMethods.Measure(SearchMethods.Ours, (q, l) => search.Top(q, l) is [var best, ..] ? (best.Id, best.Confidence) : ("", 0), questions);
    }

    private static async Task<List<Peer>?> AskAsync(ContentLibrary library, List<EvaluateQuestion> questions)
    {
        var folder = await InstallAsync();
        if (folder is null) return null;
        var input = JsonSerializer.Serialize(new
        {
            answers = library.Answers.Select(a => new { a.Id, language = a.Language.Code(), a.Title, a.Asks, text = Placeholders.LeaveOut(a.Web) }),
            questions = questions.Select(q => new { q = q.Text, lang = q.Language.Code() }),
        }, Json);
        var ran = await Shell.RunAsync("node", ["search-peers.mjs"], TimeSpan.FromMinutes(8), folder, input);
        if (ran.Ok && ran.Output.Split('\n').LastOrDefault(line => line.StartsWith("[{", StringComparison.Ordinal)) is { } answer)
            return JsonSerializer.Deserialize<List<Peer>>(answer, Json);
        Console.WriteLine($"the peers did not answer: {ran.Tail}");
        return null;
    }

    private static async Task<string?> InstallAsync()
    {
        var sources = Path.Combine(AppContext.BaseDirectory, "Peers");
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "commsbot-peers", "search");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(sources)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if (Directory.Exists(Path.Combine(folder, "node_modules", "node-nlp"))) return folder;
        var fetched = await Shell.RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--silent"], TimeSpan.FromMinutes(3), folder);
        if (fetched.Ok) return folder;
        Console.WriteLine($"npm could not fetch the peers: {fetched.Tail}");
        return null;
    }
}
