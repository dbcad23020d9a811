namespace CommsBot.Content;

/// <summary>What a text message can carry: the GSM-7 alphabet, in which 160 characters fit one segment and 153 each of several.</summary>
internal static class PhoneText
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private const string Extended = "^{}\\[~]|€\f";
    private const string Accented = "áíóúâêîôûãõçÁÍÓÚÂÊÎÔÛÀÈÌÒÙËëÏï’‘“”–—";
    private const string Plain = "aiouaeiouaocAIOUAEIOUAEIOUEeIi''\"\"--";

    /// <summary>Units per character, 0 for what is not in the alphabet; every text of every plan is measured, so look-ups are tables.</summary>
    private static readonly byte[] Units = MakeUnits();

    private static readonly char[] Folds = MakeFolds();

    /// <summary>1 or 2 units; 0 for a character that is not in the alphabet.</summary>
    public static int UnitsOf(char letter) => Units[letter];

    /// <summary>The length in GSM-7 units (an extension character counts two), or null when a character is not in the alphabet at all.</summary>
    public static int? Length(string text)
    {
        var total = 0;
        foreach (var letter in text)
        {
            if (Units[letter] == 0) return null;
            total += Units[letter];
        }
        return total;
    }

    /// <summary>How many segments the text takes; null when it is not GSM-7.</summary>
    public static int? Segments(string text) => Length(text) switch
    {
        null => null,
        <= 160 => 1,
        var units => (units.Value + 152) / 153,
    };

    /// <summary>The text with accents and typographic marks that GSM-7 lacks replaced by their plain letters: "mañana a mediodía" becomes "mañana a mediodia".</summary>
    public static string Fold(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var at = 0; at < source.Length; at++) span[at] = Folds[source[at]];
    });

    private static byte[] MakeUnits()
    {
        var units = new byte[char.MaxValue + 1];
        foreach (var letter in Basic) units[letter] = 1;
        foreach (var letter in Extended) units[letter] = 2;
        return units;
    }

    private static char[] MakeFolds()
    {
        var folds = new char[char.MaxValue + 1];
        for (var letter = 0; letter <= char.MaxValue; letter++) folds[letter] = (char)letter;
        for (var at = 0; at < Accented.Length; at++) folds[Accented[at]] = Plain[at];
        return folds;
    }
}
