using System.Text;
using Lucene.Net.Analysis.Miscellaneous;

namespace CommsBot.Answers;

/// <summary>Cuts a message into bare words: lower case, without accents, marks and apostrophes.</summary>
internal static class PlainText
{
    /// <summary>A question has a subject within its first words; the rest of a long story is not searched.</summary>
    public const int MostWords = 80;

    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var letter in Fold(text.Normalize(NormalizationForm.FormC).ToLowerInvariant()))
        {
            if (char.IsLetterOrDigit(letter)) word.Append(letter);
            else if (letter is not ('\'' or '’')) Flush();
            if (words.Count == MostWords) return words;
        }
        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    private static string Fold(string text)
    {
        var output = new char[text.Length * 4];
        var length = ASCIIFoldingFilter.FoldToASCII(text.ToCharArray(), 0, output, 0, text.Length);
        return new string(output, 0, length);
    }
}
