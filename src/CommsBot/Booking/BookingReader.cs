using CommsBot.Patients;

namespace CommsBot.Booking;

/// <summary>Reads free text as the answer to a booking question; null when it is not one.</summary>
internal static class BookingReader
{
    private const int LongestName = 60;
    private const int LongestText = 300;

    private static readonly string[] NameOpenings =
        ["my name is ", "name is ", "i am ", "i'm ", "im ", "it's ", "its ", "this is ", "me llamo ", "mi nombre es ", "soy "];

    /// <summary>One to five words of letters. A first name alone is taken: staff can ask for the rest.</summary>
    public static string? Name(string text)
    {
        var name = text.Trim().Trim('.', ',', '!');
        var opening = NameOpenings.FirstOrDefault(words => name.StartsWith(words, StringComparison.OrdinalIgnoreCase));
        if (opening is not null) name = name[opening.Length..];
        var parts = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 5 || name.Length is < 2 or > LongestName) return null;
        return name.All(c => char.IsLetter(c) || c is ' ' or '-' or '\'' or '’' or '.') ? string.Join(' ', parts) : null;
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
