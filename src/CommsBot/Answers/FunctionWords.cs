using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>Words that hold a sentence together. They tell the language and say little about the subject.</summary>
internal static class FunctionWords
{
    /// <summary>How much a word counts beside one about the subject (1).</summary>
    public const double Little = 0.15;

    /// <summary>Question words separate "when", "who" and "how long" of one subject.</summary>
    public const double Asking = 0.3;

    private static readonly HashSet<string> English = Set("""
        a an the i im ive id you youre we were us our your yours my mine me he she his her him they them their it its this that these those there here
        is am are was be been being do does did done doing have has had having will would can could may might shall should must
        and or but if so then than as at by for from in into of off on onto out over to up with without about after before during
        not no dont doesnt cant wont isnt any some all more most much many very too just also only really still yet again ever
        get got getting go going gonna want wanna need like know tell say said see make let give take use what which whats thats theres lets
        please thanks thank hi hello hey ok okay well um uh sorry yes yeah sure
        thing things stuff something anything someone anyone kind sort lot bit way
        """);

    private static readonly HashSet<string> Spanish = Set("""
        el la los las un una unos unas lo al del de en con por para sin sobre entre hasta desde hacia y e o u ni que se me te le les nos mi mis tu tus su sus
        yo usted ustedes ella ellos ellas nosotros es son era fue ser estar estoy esta este esto estos estas ese esa eso esos esas estan hay han ha he has
        tengo tiene tienen tener puede puedo pueden poder debo debe deben quiero quiere necesito necesita hacer hago hace hacen va voy van ir dar da
        si no muy mas menos tan tambien solo ya todavia aun algo alguien nada todo toda todos todas otra otro cada mucho mucha como cual cuales
        hola gracias favor buenas buenos dias tardes noches bien pues saber sabe decir dime digame ustedes
        """);

    private static readonly HashSet<string> AskingWords = Set("how when where who why whos how quien quienes cuando donde cuanto cuanta cuantos cuantas porque");

    /// <summary>Words that exist in one language only, for telling it.</summary>
    private static readonly HashSet<string> OnlyEnglish = [.. English.Except(Spanish).Except(Set("a an he has me no do use son am ok sure i"))];

    private static readonly HashSet<string> OnlySpanish =
        [.. Spanish.Except(English).Except(Set("e o u y al va si nos ha da")), .. Set("quien cuando donde cuanto cuanta cuantos cuesta dolor cita medicina manejar comer tomar duele doctor clinica ayunas precio precios costo horario porfa porfis")];

    public static bool IsEnglishOnly(string word) => OnlyEnglish.Contains(word) || word is "how" or "when" or "where" or "who" or "why";

    public static bool IsSpanishOnly(string word) => word != "doctor" && OnlySpanish.Contains(word);

    /// <summary>1 for a word about the subject.</summary>
    public static double Weight(string word, Language language)
    {
        if (AskingWords.Contains(word)) return Asking;
        return (language == Language.Spanish ? Spanish : English).Contains(word) ? Little : 1;
    }

    private static HashSet<string> Set(string words) => [.. words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
