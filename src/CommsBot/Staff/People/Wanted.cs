using System.Globalization;

namespace CommsBot.Staff.People;

/// <summary>What was typed into a search field: words without accents or case, or the digits of a number.</summary>
internal sealed class Wanted
{
    private const int FewestDigits = 3;

    private readonly string[] words;
    private readonly string digits;

    public Wanted(string asked)
    {
        words = asked.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        digits = asked.Any(char.IsLetter) ? "" : new string([.. asked.Where(char.IsAsciiDigit)]);
    }

    public bool IsEmpty => words.Length == 0;

    /// <summary>Every word occurs in the text.</summary>
    public bool IsIn(string? text) => text is not null && Array.TrueForAll(words, word => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);

    /// <summary>The name has every word, or the number the digits; everything is wanted while nothing was typed.</summary>
    public bool Is(string name, string phone) => IsEmpty || IsIn(name) || (digits.Length >= FewestDigits && phone.Contains(digits, StringComparison.Ordinal));
}
