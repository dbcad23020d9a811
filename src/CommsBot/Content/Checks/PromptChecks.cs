namespace CommsBot.Content.Checks;

/// <summary>What a language model reads: each file of <c>prompts/</c> (beside its README) says who owns it and when it was reviewed.</summary>
internal static class PromptChecks
{
    public static void Run(ContentRoot root, FaultList faults)
    {
        var folder = Path.Combine(root.Home, "prompts");
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal).Where(path => Path.GetFileName(path) != "README.md"))
            Check(root.NameOf(path), File.ReadAllText(path).ReplaceLineEndings("\n"), faults);
    }

    private static void Check(string file, string text, FaultList faults)
    {
        var parts = text.Split("\n---\n", 2);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || parts.Length < 2)
        {
            faults.Error(file, "", "does not begin with front matter between two lines of ---");
            return;
        }

        if (YamlItems.Parse(file, parts[0][4..], faults) is not { } front) return;
        foreach (var name in new[] { "id", "owner", "reviewed" }) front.Required(name);
        if (parts[1].Trim().Length == 0) faults.Error(file, "", "tells the model nothing");
    }
}
