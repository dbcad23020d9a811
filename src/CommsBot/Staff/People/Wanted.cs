using System.Globalization;
using CommsBot.Patients;

namespace CommsBot.Staff.People;

/// <summary>What was typed into a search field: words without accents or case, or the digits of a number.</summary>
internal sealed class Wanted
{
    private const int FewestDigits = 3;
    private const int Ten = 10;
    private const string BetweenDigits = " ()-.+";

    private readonly string[] words;
    private readonly string digits;

    public Wanted(string asked)
    {
        words = asked.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        digits = asked.Any(char.IsLetter) ? "" : new string([.. asked.Where(char.IsAsciiDigit)]);
        Number = digits.Length > 0 && PhoneNumber.TryParse(asked, out var number) ? number : null;
        if (Number is not null) digits = Number.E164[^Ten..];
    }

    /// <summary>The whole number that was typed; null for part of one and for words.</summary>
    public PhoneNumber? Number { get; }

    public bool IsEmpty => words.Length == 0;

    /// <summary>Every word occurs in the text, or the digits in it, however they are set apart.</summary>
    public bool IsIn(string? text) => text is not null && (AreIn(text) || HasDigits(text));

    private bool HasDigits(string text) => digits.Length >= FewestDigits && string.Concat(text.Where(letter => !BetweenDigits.Contains(letter))).Contains(digits, StringComparison.Ordinal);

    private bool AreIn(string text) => Array.TrueForAll(words, word => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);

    /// <summary>The name has every word, or the number the digits; everything is wanted while nothing was typed.</summary>
    public bool Is(string name, string phone) => IsEmpty || IsIn(name) || (digits.Length >= FewestDigits && phone.Contains(digits, StringComparison.Ordinal));
}
