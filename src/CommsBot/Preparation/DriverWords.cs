using System.Text.RegularExpressions;

namespace CommsBot.Preparation;

/// <summary>
/// Who drives the patient home, as patients text it: "DRIVER Ana", "my sister Ana is driving me", "me lleva mi hijo Luis". It counts only as the
/// whole message, so that a sentence with a doubt or a question in it goes to a person.
/// </summary>
internal static partial class DriverWords
{
    /// <summary>Longer messages say more than who drives.</summary>
    private const int Longest = 100;

    private const RegexOptions Linear = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    private const string Role = "(driver|ride|escort|ch[oó]fer|conductora?)";
    private const string WithMe = "(drives?|driving|takes?|taking|brings?|bringing|picks?|picking) me";
    private const string Lleva = "(va a )?(lleva|llevar|llevar[aá]|recoge|recoger|recoger[aá]|trae|traer|maneja|manejar)";

    private const string Where =
        "( (up|home|there|back|in|and|to|from|the|my|your|appointment|appt|visit|clinic|infusion|house|after(wards)?|that|this|day|today|tomorrow|on|(mon|tues|wednes|thurs|fri|satur|sun)day"
        + "|a|la|mi|su|casa|cl[ií]nica|cita|ese|d[ií]a|ma[ñn]ana))*";

    private const string Kin =
        "(husband|wife|spouse|partner|fianc[eé]e?|boyfriend|girlfriend|bf|gf|sis(ter)?|bro(ther)?|mom|mum|mother|dad|father|parents?|son|daughter|kid|aunt|uncle|cousin|niece|nephew"
        + "|grand(ma|pa|mother|father|son|daughter)|friend|buddy|neighbou?r|roommate|co-?worker|caregiver|aide|pastor"
        + "|espos[oa]|marido|mujer|pareja|novi[oa]|herman[oa]|mam[aá]|madre|pap[aá]|padre|hij[oa]|t[ií][oa]|prim[oa]|sobrin[oa]|niet[oa]|abuel[oa]|suegr[oa]|cu[ñn]ad[oa]|amig[oa]|vecin[oa]"
        + "|comadre|compadre|nuera|yerno)([ -]in[ -]law)?";

    /// <returns>The name; empty when the message says only who it is to the patient ("my sister drives me"); null when it names no driver.</returns>
    public static string? NameIn(string text)
    {
        if (text.Length > Longest) return null;
        var plain = Courtesy().Replace(text.Trim().Replace('’', '\''), "").TrimEnd('.', '!', ' ');
        return new[] { Keyword(), Drives(), IsDriver(), LedBy(), LeadsMe() }.Select(way => way.Match(plain)).Where(match => match.Success)
            .Select(match => NameOf(match.Groups["who"].Value)).FirstOrDefault(name => name is not null);
    }

    /// <summary>
    /// The same where a text waits for an answer, or the name was just asked for: "my wife", "Bob my neighbor", and then a name alone. It counts only
    /// there: at any other time it is a message of its own.
    /// </summary>
    public static string? BareIn(string text, bool wasAsked)
    {
        if (text.Length > Longest) return null;
        var plain = Courtesy().Replace(text.Trim().Replace('’', '\''), "").TrimEnd('.', '!', ' ');
        if (Relation().Match(plain) is { Success: true } relation && relation.Length == plain.Length) return "";
        if (NamedKin().Match(plain) is { Success: true } kin) return NameOf(kin.Groups["who"].Value);
        return wasAsked ? NameOf(plain) : null;
    }

    private static string? NameOf(string who)
    {
        who = Number().Replace(who, "");
        var known = Relation().Match(who);
        if (known.Success && known.Length == who.Length) return "";
        if (PlanWording.SayableName(who[known.Length..].Trim(' ', ',')) is not { } name) return null;
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is >= 1 and <= 4 && !words.Any(word => NoName().IsMatch(word)) ? name : null;
    }

    [GeneratedRegex("^((hi|hello|hey|ok|okay|yes|yep|hola|s[ií]|bueno|claro)[,.! ]+)+", Linear)]
    private static partial Regex Courtesy();

    [GeneratedRegex($"^(my|mi)( best| mejor)? {Kin}( |,|$)", Linear)]
    private static partial Regex Relation();

    [GeneratedRegex($"^(?<who>.+?),? (my|mi)( best| mejor)? {Kin}$", Linear)]
    private static partial Regex NamedKin();

    /// <summary>The driver's phone after the name.</summary>
    [GeneratedRegex("[ ,;:]*(at |cell |phone |tel[. ]*|his |her |# ?)*[+(]?[0-9][0-9 ().+-]{5,}[0-9]$", Linear)]
    private static partial Regex Number();

    // "My ride fell through" names nobody: only the word that our texts ask for stands before a bare name.
    [GeneratedRegex($@"^(my |mi )?({Role}('?s name( is)?| se llama| is| will be| es| va a ser|\s*[:=-])|driver|ch[oó]fer|conductora?)\s+(?<who>.+)$", Linear)]
    private static partial Regex Keyword();

    [GeneratedRegex($"^(?<who>.+?),?('s|'ll| is| will| can| is going to| is gonna| gonna| agreed to| has agreed to)?( be)? {WithMe}{Where}$", Linear)]
    private static partial Regex Drives();

    [GeneratedRegex($"^(?<who>.+?)( is|'s| will be|'ll be| is going to be| es| va a ser| ser[aá]) (my|the|mi) {Role}{Where}$", Linear)]
    private static partial Regex IsDriver();

    [GeneratedRegex($"^me {Lleva}( a( la| mi)? (casa|cl[ií]nica|cita))? (?<who>.+)$", Linear)]
    private static partial Regex LedBy();

    [GeneratedRegex($"^(?<who>.+?) me {Lleva}{Where}$", Linear)]
    private static partial Regex LeadsMe();

    /// <summary>Words that show a sentence about the driver, not a name.</summary>
    [GeneratedRegex("^(fell|falls|through|bail\\w*|back\\w*|flak\\w*|out|in|at|on|got|gone|left|busy|stuck|dead|hurt|ill|hospital|cancel[oó]|fall[oó]|not?|never|late|sick|can|cant|can't|cannot|could|will|wont|won't|yet|the|an?|my|mi|unavailable|cancel\\w*|didn't|didnt|doesn't|doesnt|has|have|had|was|needs?|coming|is|isn't|isnt|help|call|ask|tell|text|contact|with|love|sorry|thanks?|miss|see|bring|about|it's|its|just|only|also|me|wait|please|from|by|save|find|check|died|passed|stop|gracias|ayuda|llame|llamen|que|todavia|todavía|tarde|enferm[oa]|puede|va|ya|si|sí|tengo|unknown|later|needed|please|required|one|name|tbd|who|what|when|where|why|how|and|or|to|for|if|yes|ok|instructions?|change|changed|problem|i|i'm|im|i'll|he|she|they|it|we|you|someone|somebody|anyone|anybody|nobody|none|everybody|people|myself|alone|uber|lyft|taxi|cab|bus|metro|shuttle|van|car|ride|nurse|doctor|maybe|perhaps|probably|should|would|does|do|did|quién|quien|alguien|nadie|él|el|ella|ellos|yo|un|una|ustedes|usted|tal|vez|quizás?)$", RegexOptions.IgnoreCase)]
    private static partial Regex NoName();
}
