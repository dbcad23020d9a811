namespace CommsBot.Content;

/// <summary>Reads one Markdown file with front matter into an <see cref="Answer"/>, noting every fault of the file.</summary>
internal sealed class AnswerReader(FaultList faults)
{
    private const string Fence = "---";

    /// <summary>Null only when the front matter itself cannot be read; otherwise an answer whose faulty items are empty.</summary>
    public Answer? Read(string file, string text, Language language)
    {
        if (Split(text) is not var (front, body))
        {
            faults.Error(file, "", "must begin with front matter between two lines of ---");
            return null;
        }
        if (YamlItems.Parse(file, front, faults) is not { } items) return null;

        items.RefuseOthers("id", "title", "asks", "sms", "sources", "owner", "reviewed", "next-review", "related", "topic", "nurse", "allow");
        var id = items.Required("id");
        var expected = Path.GetFileNameWithoutExtension(file);
        if (id.Length > 0 && id != expected) faults.Error(file, "id", $"must be \"{expected}\" like the file's name");
        if (items.Node("asks") is null) faults.Error(file, "asks", "is missing");
        if (body.Length == 0) faults.Error(file, "text", "is empty");
        return new Answer(
            id.Length > 0 ? id : expected, language, items.Required("title"), new PackedTexts(items.List("asks")), items.Required("sms"), body, Sources(items),
            items.Required("owner"), items.Date("reviewed"), items.Date("next-review"),
            items.List("related"), items.Optional("topic"), Nurse(items), items.List("allow"), file);
    }

    private string? Nurse(YamlItems items)
    {
        var nurse = items.Optional("nurse");
        if (nurse is not null && !Answer.Nurses.Contains(nurse)) faults.Error(items.File, "nurse", $"must be one of {string.Join(", ", Answer.Nurses)}");
        return nurse;
    }

    private IReadOnlyList<Source> Sources(YamlItems items)
    {
        var sources = Source.Read(items, "sources", faults);
        if (sources.Count == 0) faults.Error(items.File, "sources", "is missing: every answer names where it comes from");
        return sources;
    }

    private static (string Front, string Body)? Split(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        if (lines[0].TrimEnd() != Fence) return null;
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence);
        if (end < 0) return null;
        return (string.Join('\n', lines[1..end]), string.Join('\n', lines[(end + 1)..]).Trim());
    }
}
