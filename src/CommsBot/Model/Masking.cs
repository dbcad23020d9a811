using System.Text.RegularExpressions;
using CommsBot.Content;

namespace CommsBot.Model;

/// <summary>
/// Takes out of a patient's words what tells who they are, before the words leave: names, phone and other long numbers, dates with a year, mail
/// and street addresses. A word too many is no loss; a name typed in small letters that nothing introduces, and that is on no file, can stay.
/// </summary>
internal sealed partial class Masking(ContentLibrary library)
{
    private const string Name = "[name]";

    private readonly Lazy<HashSet<string>> known = new(() => Vocabulary(library));

    /// <param name="names">Names on file or given in this conversation, whole or in parts.</param>
    public string Mask(string text, IEnumerable<string> names)
    {
        text = Mail().Replace(text.Normalize(System.Text.NormalizationForm.FormKC), "[mail]");
        text = Dates().Replace(text, "[date]");
        text = Phones().Replace(text, "[phone]");
        text = Numbers().Replace(text, found => found.Value.Count(char.IsDigit) >= 6 ? "[number]" : found.Value);
        text = SpokenNumbers().Replace(text, "[number]");
        text = Streets().Replace(text, "[address]");
        foreach (var part in names.SelectMany(name => name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(part => part.Length > 1).Distinct())
            text = Regex.Replace(text, $@"(?<!\p{{L}}){Regex.Escape(part)}(?!\p{{L}})", Name, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        text = Introduced().Replace(text, found => found.Groups["by"].Value + Masked(found.Groups["name"].Value));
        text = Titled().Replace(text, found => found.Groups["by"].Value + Name);
        return Capitals().Replace(text, found => IsName(text, found) ? Name : found.Value);
    }

    // "my name is ann can i eat": the first word is the name, the next ones as long as no answer knows them.
    private string Masked(string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var length = 1 + parts.Skip(1).TakeWhile(IsUnknown).Count();
        return string.Join(' ', parts.Skip(length).Prepend(Name));
    }

    // A sentence begins with a capital anyway; there it takes a second strange capital to make a name.
    private bool IsName(string text, Match found)
    {
        var words = found.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!words.Any(IsUnknown)) return false;
        if (words.Length > 1) return true;
        var before = text[..found.Index].TrimEnd();
        return before.Length > 0 && before[^1] is not ('.' or '!' or '?' or '¿' or '¡' or '\n');
    }

    private bool IsUnknown(string word) => PlainWords.Of(word) is { Length: > 1 } plain && !plain.Split(' ').All(known.Value.Contains);

    private static HashSet<string> Vocabulary(ContentLibrary library) =>
    [
        .. library.Answers.SelectMany(answer => answer.Asks.Append(answer.Title).Append(answer.Web).Append(answer.Sms))
            .Concat(library.Wording.All.SelectMany(entry => new[] { entry.Web, entry.Sms }.OfType<string>()))
            .SelectMany(text => PlainWords.Of(text).Split(' ')),
    ];

    private const string Months =
        "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre";

    private const string Digit = "zero|oh|one|two|three|four|five|six|seven|eight|nine|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve";

    [GeneratedRegex(@"[^\s@]+@[^\s@]+")]
    private static partial Regex Mail();

    [GeneratedRegex($@"\b(?:\d{{1,2}}\s?[/.\-]\s?\d{{1,2}}\s?[/.\-]\s?\d{{2,4}}|\d{{4}}[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}|(?:{Months})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?:{Months})\.?,?\s+(?:del?\s+|of\s+)?\d{{4}})\b|\b(?:dob|date of birth|birth ?date|birthday|born(?: on| in)?|fecha de nacimiento|nac[ií](?: el| en)?)\b[\s:]*(?:is\s+|es\s+|el\s+)?[\d/.\-]+(?:\s+(?:de\s+)?(?:{Months})(?:\s+(?:del?\s+)?\d{{4}})?)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dates();

    [GeneratedRegex(@"(?<![\d])(?:\+?1[\s.\-]*)?\(?\d{3}\)?[\s.\-/]*\d{3}[\s.\-/]*\d{4}(?!\d)")]
    private static partial Regex Phones();

    [GeneratedRegex(@"\d(?:[\s.\-/()#]*\d){5,}")]
    private static partial Regex Numbers();

    [GeneratedRegex($@"\b(?:(?:{Digit})[\s,\-]+){{6,}}(?:{Digit})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SpokenNumbers();

    [GeneratedRegex(@"\b\d{1,6}\s+(?:\p{Lu}[\p{L}.]*\s+){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Circle|Parkway|Pkwy)\b\.?(?:,?\s*(?:Apt|Suite|Unit|#)\.?\s*\w+)?|\b(?:Calle|Avenida|Av\.)\s+(?:\p{L}+\s+){0,4}\d{1,6}\b")]
    private static partial Regex Streets();

    [GeneratedRegex(@"(?<by>\b(?:(?:my|his|her|the|patient'?s?) name(?: is|'s|:)|names? is|i am called|i go by|call me|me llamo|se llama|mi nombre es|su nombre es|nombre:|name:|this is(?=\s+\p{Lu}\p{Ll})|(?:[iI] am|[iI]'m|[iI]m|soy|habla|my (?:son|daughter|husband|wife|mother|mom|father|dad|brother|sister|friend|partner)|mi (?:hijo|hija|esposo|esposa|madre|mamá|padre|papá|hermano|hermana|amigo|amiga))(?=\s+(?-i:\p{Lu}\p{Ll})))\s+)(?<name>\p{L}[\p{L}'’\-]*(?: \p{L}[\p{L}'’\-]*){0,2})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Introduced();

    [GeneratedRegex(@"(?<by>\b(?:[Dd]r|[Dd]ra|[Dd]octora?|[Nn]urse|[Mm]r|[Mm]rs|[Mm]s|[Ss]ra?|[Ss]eñora?|[Dd]on|[Dd]oña)\.?\s+)(?:\p{Lu}[\p{L}'’\-]+)(?: \p{Lu}[\p{L}'’\-]+)*")]
    private static partial Regex Titled();

    [GeneratedRegex(@"(?<![\p{L}\[])\p{Lu}\p{Ll}[\p{L}'’\-]*(?: \p{Lu}[\p{L}'’\-]+)*(?![\p{L}\]])")]
    private static partial Regex Capitals();
}
