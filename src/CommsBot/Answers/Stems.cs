using CommsBot.Content;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace CommsBot.Answers;

/// <summary>Reduces a bare word to its stem with Lucene's stemmers. Safe for many threads.</summary>
internal static class Stems
{
    private static readonly SpanishLightStemmer Spanish = new();

    [ThreadStatic]
    private static EnglishStemmer? _english;

    public static string Of(string word, Language language)
    {
        if (word.Length < 3) return word;
        if (language == Language.Spanish)
        {
            var letters = word.ToCharArray();
            return new string(letters, 0, Spanish.Stem(letters, letters.Length));
        }
        _english ??= new EnglishStemmer();
        _english.SetCurrent(word);
        _english.Stem();
        return _english.Current;
    }
}
