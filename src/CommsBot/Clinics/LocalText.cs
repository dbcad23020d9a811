using CommsBot.Content;

namespace CommsBot.Clinics;

/// <summary>The same thing said in each language.</summary>
internal sealed record LocalText(string English, string Spanish)
{
    public string In(Language language) => language == Language.Spanish ? Spanish : English;

    /// <summary>Reads <c>key: { en: ..., es: ... }</c>; null when absent, a fault when one of the languages is missing.</summary>
    public static LocalText? Read(YamlItem item, string key)
    {
        var both = item.Map(key);
        if (both is null) return null;
        var text = new LocalText(both.Required("en"), both.Required("es"));
        both.RefuseUnknown();
        return text;
    }
}
