using System.Globalization;
using System.Text;

namespace CommsBot.Safety;

/// <summary>Brings a message into the one form the screens read, whatever alphabet tricks, invisible marks or accents it was written with.</summary>
internal static class TextForms
{
    /// <summary>How many characters of a message are screened; a longer one is screened up to here.</summary>
    public const int Longest = 20_000;

    private const string LookAlikes =
        "аaвbеeёeкkмmнhоoрpсcтtуyхxіiїiјjѕsԁdһhԛqԝwпnгrлlиuзz" +
        "αaβbεeηnιiκkμmνvοoρpτtυuχxωwγyδdλlσsςs" +
        "ıiłløođdħhßsæaœoɑaɡgʟlɪi¡ ¿ ’'‘'`'´'ʼ'＇'–-—-‐-‑-−-";

    private static readonly Dictionary<char, char> Folded =
        Enumerable.Range(0, LookAlikes.Length / 2).ToDictionary(i => LookAlikes[2 * i], i => LookAlikes[(2 * i) + 1]);

    /// <summary>
    /// Lower case, compatibility letters made plain, accents and marks dropped, letters of other alphabets that look Latin folded,
    /// zero-width, control and bidirectional characters removed. Line breaks become spaces. Never throws, whatever the text holds.
    /// </summary>
    public static string Plain(string text)
    {
        var cut = text.Length > Longest ? text[..Longest] : text;
        var source = Whole(cut.Replace('´', '\'')).Normalize(NormalizationForm.FormKD);
        var plain = new StringBuilder(source.Length);
        foreach (var c in source)
        {
            if (plain.Length == 2 * Longest) break;
            switch (CharUnicodeInfo.GetUnicodeCategory(c))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format:
                    continue;
                case UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    plain.Append(' ');
                    continue;
                default:
                    var small = char.ToLowerInvariant(c);
                    plain.Append(Folded.GetValueOrDefault(small, small));
                    continue;
            }
        }
        return plain.ToString();
    }

    /// <summary>Half characters cannot be normalised; each becomes a space.</summary>
    private static string Whole(string text)
    {
        if (!text.Any(char.IsSurrogate)) return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar) whole.Append(' ');
            else whole.Append(rune);
        return whole.ToString();
    }
}
