using CommsBot.Content;
using CommsBot.Patients;

namespace CommsBot.Booking;

/// <summary>Reads free text as the answer to a booking question; null when it is not one.</summary>
internal static class BookingReader
{
    private const int LongestName = 60;
    private const int LongestText = 300;
    private const int MostNames = 6;

    /// <summary>"Will Smith" and "Can Yilmaz" ask nothing.</summary>
    private const int FewestAsking = 3;

    private static readonly HashSet<string> AskingWords =
    [
        "what", "whats", "how", "when", "where", "who", "why", "which", "can", "could", "do", "does", "is", "are", "will", "should", "may",
        "que", "como", "cuando", "donde", "quien", "cual", "cuanto", "cuanta", "cuantos", "cuantas", "puedo", "puede", "pueden", "debo", "hay", "tienen",
    ];

    private static readonly HashSet<string> Proposing = ["can", "could", "may", "how", "what", "maybe", "puedo", "puede", "podria", "podriamos", "podemos", "que"];

    private static readonly HashSet<string> Days =
    [
        "monday", "tuesday", "wednesday", "thursday", "friday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "lunes", "martes", "miercoles", "jueves", "viernes",
    ];

    private static readonly string[] Naming = ["my name is ", "the name is ", "her name is ", "his name is ", "name is ", "me llamo ", "mi nombre es ", "el nombre es ", "su nombre es "];
    private static readonly string[] NameOpenings = [.. Naming, "i am ", "i'm ", "im ", "it's ", "its ", "this is ", "soy "];

    private static readonly HashSet<string> NeverNames =
    [
        "infusion", "infusions", "appointment", "appointments", "visit", "cita", "consulta", "ketamine", "ketamina", "crps", "sdrc", "pain", "dolor", "please", "porfa", "gracias", "thanks", "number", "telefono", "phone",
        "monday", "tuesday", "wednesday", "thursday", "friday", "tues", "thurs", "lunes", "martes", "miercoles", "jueves", "viernes", "morning", "afternoon",
        "puedo", "puede", "quiero", "necesito", "want", "need", "pagar", "pay", "cost", "cuanto", "cuesta", "because", "porque", "dont", "cant", "thats", "whats",
    ];

    private static readonly HashSet<string> SeldomNames =
    [
        "ok", "okay", "si", "no", "yes", "se", "es", "que", "en", "un", "una", "con", "para", "pero", "muy", "ya", "me", "mi", "lo", "le", "nada", "antes",
        "the", "a", "an", "is", "it", "i", "im", "for", "to", "of", "in", "on", "at", "next", "first", "not", "have", "has", "was", "are", "be", "that", "this", "so", "my", "lot", "too", "just", "but", "and", "or",
    ];

    private const string Called = "se llama ";

    /// <summary>Reads as a question, with or without its mark. Narrower than the search's: "me duele", "necesito" answer what a request asks.</summary>
    public static bool IsQuestion(string text)
    {
        var words = PlainWords.Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return text.TrimEnd().EndsWith('?') || words.Length >= FewestAsking && AskingWords.Contains(words[0]);
    }

    /// <summary>"Can we do Tuesday after 2?", "¿puede ser el lunes?": a day in the form of a question.</summary>
    public static bool ProposesDay(string text)
    {
        var words = PlainWords.Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return text.Length <= LongestText && words is [var first, ..] && Proposing.Contains(first) && Array.Exists(words, Days.Contains);
    }

    /// <summary>A name that is said to be one: "the name is Kim Tran".</summary>
    public static string? SaidName(string text) =>
        Array.Exists(Naming, words => text.TrimStart().StartsWith(words, StringComparison.OrdinalIgnoreCase)) ? Name(text) : null;

    /// <summary>One to six words of letters. A first name alone is taken: staff can ask for the rest.</summary>
    public static string? Name(string text)
    {
        var name = text.Trim().Trim('.', ',', '!');
        var opening = NameOpenings.FirstOrDefault(words => name.StartsWith(words, StringComparison.OrdinalIgnoreCase));
        if (opening is not null) name = name[opening.Length..].Split(',')[0];
        // "My mother is called": who books for another gives the patient's name.
        if (name.IndexOf(Called, StringComparison.OrdinalIgnoreCase) is >= 0 and var at) name = name[(at + Called.Length)..].Split(',')[0];
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > MostNames || name.Length is < 2 or > LongestName || IsNoName(parts)) return null;
        return name.All(c => char.IsLetter(c) || c is ' ' or '-' or '\'' or '’' or '.') ? string.Join(' ', parts) : null;
    }

    /// <summary>"ok y puedo pagar", "First infusion": words that no name has, or two that seldom are one.</summary>
    private static bool IsNoName(string[] parts)
    {
        List<string> words = [.. parts.Select(part => PlainWords.Of(part))];
        return words.Exists(NeverNames.Contains) || words.Count(word => SeldomNames.Contains(word)) > 1;
    }

    /// <summary>The number in E.164, also out of a sentence ("you can reach me at 281-555-0123 after 5").</summary>
    public static string? Phone(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsDigit(text[start]) && text[start] is not ('+' or '(')) continue;
            var end = start;
            while (end < text.Length && (char.IsDigit(text[end]) || text[end] is ' ' or '-' or '.' or '(' or ')' or '+' or '/')) end++;
            if (PhoneNumber.TryParse(text[start..end], out var number)) return number.E164;
            start = end;
        }

        return null;
    }

    /// <summary>Any words that are not a question; the clinic's staff read them as written.</summary>
    public static string? Free(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length is < 2 or > LongestText || trimmed.EndsWith('?') ? null : trimmed;
    }
}
