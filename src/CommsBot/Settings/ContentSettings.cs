namespace CommsBot.Settings;

/// <summary>Section <c>Content</c>.</summary>
internal sealed class ContentSettings : ISettings
{
    /// <summary>The folder that holds <c>dialogs/</c> and <c>prompts/</c>, relative to the home. Default: the home itself.</summary>
    public string? Root { get; set; }

    /// <summary>Only answers approved in their present wording may be quoted. Default: false in Development, true everywhere else.</summary>
    public bool? RequireReview { get; set; }

    /// <summary>Production starts with the invented clinic of the demonstration, e.g. to show a deployment. Default: false, it is refused.</summary>
    public bool AllowDemonstrationClinic { get; set; }

    public string Folder(string home) => Path.GetFullPath(Root ?? ".", home);

    public IEnumerable<string> Faults(StartContext start)
    {
        RequireReview ??= !start.Environment.IsDevelopment();
        var dialogs = Path.Combine(Folder(start.Home), "dialogs");
        if (!Directory.Exists(dialogs)) yield return "Content:Root names a folder that holds no dialogs/.";
    }
}
