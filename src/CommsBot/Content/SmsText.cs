namespace CommsBot.Content;

/// <summary>How a text travels over the phone network in the GSM 7-bit alphabet (3GPP TS 23.038).</summary>
/// <param name="Septets">Characters of the alphabet; those of the extension table count twice.</param>
/// <param name="Segments">1 up to 160 septets, then parts of 153; a doubled character is never cut in half.</param>
/// <param name="Foreign">Characters outside the alphabet, each once: one of them turns the whole text into 70-character segments.</param>
internal sealed record SmsText(int Septets, int Segments, IReadOnlyList<string> Foreign)
{
    private const int Single = 160;
    private const int Part = 153;

    public static SmsText Measure(string text)
    {
        var foreign = text.EnumerateRunes().Where(rune => !rune.IsBmp || PhoneText.UnitsOf((char)rune.Value) == 0);
        var septets = text.Sum(Width);
        return new SmsText(septets, septets <= Single ? 1 : Parts(text), [.. foreign.Select(rune => rune.ToString()).Distinct()]);
    }

    // A foreign character is counted as one here; that it makes the text much longer is said by Foreign.
    private static int Width(char character) => Math.Max(1, PhoneText.UnitsOf(character));

    private static int Parts(string text)
    {
        var parts = 1;
        var used = 0;
        foreach (var width in text.Select(Width))
        {
            if (used + width > Part)
            {
                parts++;
                used = 0;
            }
            used += width;
        }
        return parts;
    }
}
