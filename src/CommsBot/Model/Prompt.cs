using CommsBot.Content;

namespace CommsBot.Model;

/// <summary>What the model is told for one kind of call: a file of <c>prompts/</c>.</summary>
/// <param name="Version">Identity of the wording; the transcript names it beside each reply the call had a part in.</param>
internal sealed record Prompt(string Id, string Text, string Version)
{
    private const string End = "\n---\n";

    public static Prompt? Read(ContentRoot root, string id, List<string> faults)
    {
        var file = Path.Combine(root.Home, "prompts", id + ".md");
        if (!File.Exists(file))
        {
            faults.Add($"AzureOpenAI needs {root.NameOf(file)}, which is missing.");
            return null;
        }

        // Front matter, and what is wrong with it, is the matter of content check.
        var whole = File.ReadAllText(file).ReplaceLineEndings("\n");
        var from = whole.IndexOf(End, StringComparison.Ordinal);
        var text = (from < 0 ? whole : whole[(from + End.Length)..]).Trim();
        return new Prompt(id, text, ContentHash.Of(text)[..12]);
    }

    public override string ToString() => $"{Id}@{Version}";
}

/// <summary>The prompts of all calls.</summary>
internal sealed record Prompts(Prompt Understand, Prompt Join)
{
    /// <summary>Null, with the faults told, when a file is missing.</summary>
    public static Prompts? Read(ContentRoot root, List<string> faults)
    {
        var (understand, join) = (Prompt.Read(root, "understand", faults), Prompt.Read(root, "join", faults));
        return understand is null || join is null ? null : new Prompts(understand, join);
    }
}
