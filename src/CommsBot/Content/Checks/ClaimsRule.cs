using System.Text.RegularExpressions;

namespace CommsBot.Content.Checks;

/// <summary>No promise, no verdict about risk, no dose. A careful sentence that needs such a word is named in the file's <c>allow:</c> list.</summary>
internal sealed partial class ClaimsRule : IPatientTextRule
{
    public IEnumerable<string> Faults(PatientText text, CheckScope scope)
    {
        foreach (Match hit in Claim(text.Language).Matches(text.Text))
        {
            if (!text.Allows(hit.Index, hit.Length)) yield return $"\"{hit.Value}\" is a promise or a verdict about risk";
        }
        foreach (Match hit in Dose().Matches(text.Text))
        {
            if (!text.Allows(hit.Index, hit.Length)) yield return $"\"{hit.Value}\" is a dose";
        }
    }

    private static Regex Claim(Language language) => language == Language.Spanish ? Spanish() : English();

    [GeneratedRegex(@"\b(safe|safest|safely|harmless|not addictive|non-?addictive|pain[- ]free|cures?|cured|guarantee[ds]?|risk[- ]free|no (?:side effects|risks?)|proven|miracle|always works|will (?:heal|relieve|remove))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex English();

    [GeneratedRegex(@"\b(es segur[oa]|son segur[oa]s|inofensiv[oa]s?|no (?:es|son) adictiv[oa]s?|no causa adicci[oó]n|libre de dolor|sin dolor|cura|cure|curar|curad[oa]s?|garantiza\w*|sin riesgos?|sin efectos secundarios|milagr\w+|siempre funciona)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spanish();

    [GeneratedRegex(@"\b\d+([.,]\d+)? ?(mg|mcg|µg|ug|ml|cc|milligrams?|micrograms?|miligramos?|microgramos?|units of insulin|unidades de insulina)\b(/kg)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dose();
}
