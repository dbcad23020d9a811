using System.Text.RegularExpressions;

namespace CommsBot.Content.Checks;

/// <summary>The words of a text, sentence by sentence, as somebody would read it aloud.</summary>
internal sealed partial record SpokenWords(IReadOnlyList<IReadOnlyList<string>> Sentences)
{
    public static SpokenWords Of(string text)
    {
        var plain = Link().Replace(text, "$1");
        plain = Address().Replace(plain, "it");
        plain = Placeholder().Replace(plain, "it");
        plain = Phone().Replace(plain, "it");
        plain = HalfDay().Replace(plain, "$1m");
        var sentences = End().Split(plain)
            .Select(s => (IReadOnlyList<string>)[.. Word().Matches(s).Select(m => m.Value)])
            .Where(s => s.Count > 0);
        return new SpokenWords([.. sentences]);
    }

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\(?\d{3}\)?[ -]\d{3}-\d{4}")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b([ap])\.m\.", RegexOptions.IgnoreCase)]
    private static partial Regex HalfDay();

    [GeneratedRegex(@"[.!?:;]+(?=\s|$|[*_""')])|\n")]
    private static partial Regex End();

    [GeneratedRegex(@"[\p{L}\d]+(?:['’][\p{L}]+)*")]
    private static partial Regex Word();
}
