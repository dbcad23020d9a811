using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>Tells the language of one message by its small words and letters.</summary>
internal static class LanguageGuess
{
    /// <summary>The language of the text; <paramref name="conversation"/> when the text does not say (a name, "ketamine", "ok").</summary>
    public static Language Of(string text, Language conversation)
    {
        var words = PlainText.Words(text);
        var english = words.Count(FunctionWords.IsEnglishOnly);
        var spanish = words.Count(FunctionWords.IsSpanishOnly) + (text.Any("ñ¿¡Ñ".Contains) ? 2 : 0) + (text.Any("áéíóúÁÉÍÓÚ".Contains) ? 1 : 0);
        if (english == spanish) return conversation;
        if (Math.Abs(english - spanish) == 1 && words.Count > 5 && english > 0 && spanish > 0) return conversation;
        return spanish > english ? Language.Spanish : Language.English;
    }

    /// <summary>True when the text has words of that language alone, or none that tell the other: then it may be meant in it.</summary>
    public static bool Mixes(string text, Language language)
    {
        var words = PlainText.Words(text);
        return language == Language.Spanish
            ? words.Exists(FunctionWords.IsSpanishOnly) || !words.Exists(FunctionWords.IsEnglishOnly)
            : words.Exists(FunctionWords.IsEnglishOnly) || !words.Exists(FunctionWords.IsSpanishOnly);
    }
}
