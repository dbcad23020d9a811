using CommsBot.Answers;
using CommsBot.Content;

namespace CommsBot.Commands;

/// <summary>Checks <c>dialogs/</c> and learns from it what a start would, and keeps it, so that the next start need not. The first build does this.</summary>
internal static class ContentLearnVerb
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        var root = ContentCheckVerb.RootOf(CommsBotHost.Builder(input.WithoutWords().Host));
        var loaded = LoadedContent.Read(root, strictWording: true);
        var search = new AnswerSearch(loaded.Library);
        var faults = CheckedOnce.Faults(root, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), loaded);
        await loaded.Ready;
        await search.Ready;
        await Console.Out.WriteLineAsync(faults.Count == 0 ? "Learnt." : $"Learnt, but a start will refuse: content check names {faults.Count} fault{(faults.Count == 1 ? "" : "s")}.");
        return 0;
    }
}
