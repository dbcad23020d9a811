namespace CommsBot.Content.Checks;

/// <summary>One text that a patient can read, with the place where it stands.</summary>
/// <param name="Item">What faults name: <c>sms</c>, <c>text</c>, <c>title</c>, or a wording's key and form.</param>
/// <param name="Form">Null for a title: both forms show it.</param>
/// <param name="Group"><c>answers</c> or the wording's folder.</param>
internal sealed record PatientText(string Group, string File, string Item, Language Language, MessageForm? Form, string Text, IReadOnlyList<string> Allowed)
{
    public bool IsSms => Form == MessageForm.Sms;

    public static IEnumerable<PatientText> Of(ContentLibrary library) =>
        library.Answers.SelectMany(Of).Concat(library.Wording.All.SelectMany(Of));

    /// <summary>True when the hit at that place lies inside a phrase the file allows.</summary>
    public bool Allows(int index, int length)
    {
        foreach (var phrase in Allowed)
        {
            for (var at = Text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase); at >= 0; at = Text.IndexOf(phrase, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                if (at <= index && index + length <= at + phrase.Length) return true;
            }
        }
        return false;
    }

    private static IEnumerable<PatientText> Of(Answer answer)
    {
        yield return new("answers", answer.File, "title", answer.Language, null, answer.Title, answer.Allowed);
        yield return new("answers", answer.File, "text", answer.Language, MessageForm.Web, answer.Web, answer.Allowed);
        yield return new("answers", answer.File, "sms", answer.Language, MessageForm.Sms, answer.Sms, answer.Allowed);
    }

    private static IEnumerable<PatientText> Of(WordingEntry entry)
    {
        var group = entry.Key[..entry.Key.IndexOf('/')];
        var key = entry.Key[(group.Length + 1)..];
        var same = entry.Web == entry.Sms;
        if (entry.Web is { } web) yield return new(group, entry.File, same ? key : $"{key} web", entry.Language, MessageForm.Web, web, entry.Allowed);
        if (entry.Sms is { } sms) yield return new(group, entry.File, same ? key : $"{key} sms", entry.Language, MessageForm.Sms, sms, entry.Allowed);
    }
}
