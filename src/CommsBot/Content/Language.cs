namespace CommsBot.Content;

/// <summary>The languages a patient is answered in. Everything in <c>dialogs/</c> a patient can read exists in each of them or says why not.</summary>
internal enum Language
{
    English,
    Spanish,
}

internal static class Languages
{
    /// <summary>The ISO 639-1 code used in file names, settings and on the wire: <c>en</c> or <c>es</c>.</summary>
    public static string Code(this Language language) => language == Language.Spanish ? "es" : "en";

    /// <summary>Reads <c>en</c>, <c>es</c>, <c>en-US</c>, <c>es-MX</c> ...; null for anything else.</summary>
    public static Language? Parse(string? code) => code?.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "en" => Language.English,
        "es" => Language.Spanish,
        _ => null,
    };
}
