using System.Text.RegularExpressions;

namespace CommsBot.Content.Checks;

/// <summary>
/// Whether to take, keep, skip, hold or stop a medicine is a clinician's word, never the bot's. The rule refuses such a verb shortly before a
/// medicine word, negated or not. "If you take insulin" and "medicines you take" state a fact and pass; a question of the title passes.
/// </summary>
internal sealed partial class MedicineAdviceRule : IPatientTextRule
{
    public IEnumerable<string> Faults(PatientText text, CheckScope scope)
    {
        var pattern = text.Language == Language.Spanish ? Spanish() : English();
        foreach (Match hit in pattern.Matches(text.Text))
        {
            if (IsQuestion(text.Text, hit.Index) || text.Allows(hit.Index, hit.Length)) continue;
            yield return $"\"{hit.Value}\" sounds like advice about a medicine";
        }
    }

    private static bool IsQuestion(string text, int at)
    {
        var end = text.IndexOfAny(['.', '!', '?', '\n'], at);
        return end >= 0 && text[end] == '?';
    }

    [GeneratedRegex(@"(?<!\b(?:you|who|people|patients|they|we|many|some) (?:already |also |now |may )?)\b(keep|take|skip|hold|stop|pause|continue|avoid|quit)\b(?:[ \*]+(?!if\b|when\b|who\b|you\b)[\w']+){0,4}?[ \*]+(medicines?|medications?|meds|pills?|tablets?|insulin|ketamine|opioids?|painkillers?|drugs?|inhalers?|benzos?|benzodiazepines?|antidepressants?|thinners?|prescriptions?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex English();

    [GeneratedRegex(@"\b(tome|tomen|tomar|siga|seguir|contin[uú]e|continuar|deje|dejar|suspenda|suspender|omita|omitir|salte|saltarse|evite|evitar|pare|mantenga)\b(?:[ \*]+(?!si\b|cuando\b|que\b)\w+){0,4}?[ \*]+(medicinas?|medicamentos?|medicaci[oó]n|pastillas?|p[ií]ldoras?|insulina|ketamina|opioides?|analg[eé]sicos?|inhaladores?|antidepresivos?|recetas?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spanish();
}
