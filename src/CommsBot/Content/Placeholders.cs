using System.Text.RegularExpressions;

namespace CommsBot.Content;

/// <summary>Names in braces inside patient text, such as <c>{clinic.phone}</c>.</summary>
internal static partial class Placeholders
{
    public static IEnumerable<string> In(string text) => Name().Matches(text).Select(m => m.Groups[1].Value).Distinct();

    /// <summary>Fills every placeholder; <paramref name="missing"/> lists the names without a value, which stay in the text.</summary>
    public static string Fill(string text, Func<string, string?> valueOf, out IReadOnlyList<string> missing)
    {
        var absent = new List<string>();
        var filled = Name().Replace(text, match =>
        {
            if (valueOf(match.Groups[1].Value) is { } value) return value;
            if (!absent.Contains(match.Groups[1].Value)) absent.Add(match.Groups[1].Value);
            return match.Value;
        });
        missing = absent;
        return filled;
    }

    /// <summary>The text without what could not be filled: a shorter sentence is better in front of a patient than a brace.</summary>
    public static string LeaveOut(string text) => Blanks().Replace(Name().Replace(text, ""), " ").Trim();

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9.]*)\}")]
    private static partial Regex Name();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Blanks();
}
