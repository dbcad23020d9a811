using System.Text.RegularExpressions;

namespace CommsBot.Content.Checks;

/// <summary>
/// A text on a phone lies open on the kitchen table: no drug, no dose, no diagnosis. And no word that carriers or Twilio take for an opt-out
/// is asked for as a reply, except by the notice about texts itself and in the consent wording.
/// </summary>
internal sealed partial class PhoneWordsRule : IPatientTextRule
{
    /// <summary>Whether words would tell a stranger who sees the phone about a drug or a diagnosis.</summary>
    public static bool NamesDrugOrDiagnosis(string words) => Telltale().IsMatch(words);

    public IEnumerable<string> Faults(PatientText text, CheckScope scope)
    {
        if (!text.IsSms) yield break;
        foreach (Match hit in Telltale().Matches(text.Text))
        {
            if (!text.Allows(hit.Index, hit.Length)) yield return $"\"{hit.Value}\" names a drug or a diagnosis on the phone";
        }
        if (text.Group == "consent") yield break;
        foreach (Match hit in ReplyWord().Matches(Notice().Replace(text.Text, n => new string(' ', n.Length))))
        {
            if (!text.Allows(hit.Index, hit.Length)) yield return $"\"{hit.Value}\" is taken for an opt-out or a consent; ask for a digit";
        }
    }

    [GeneratedRegex(@"\b(esketamine|ketamina?|ketamine|ketalar|spravato|esketamina|opioids?|opioides?|lidocaine|lidocaina|gabapentin|midazolam|ozempic|insulin pump|benzos?|benzodiazepines?|crps|rsd|sdrc|complex regional\w*|regional complejo|dystrophy|distrofia|neuropath\w*|depression|depresion|depresión|anxiety|ansiedad|ptsd|fibromyalgia|fibromialgia|diabetes|diabetic|diab[eé]tic[oa]|migraines?|migrañas?|pregnant|pregnancy|embaraz\w*)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Telltale();

    [GeneratedRegex(@"\b(STOPALL|STOP|CANCEL|END|QUIT|UNSUBSCRIBE|YES|ALTO|PARAR|CANCELAR|SALIR)\b|\b[Rr]eply (stop|cancel|end|quit|yes)\b|\b[Rr]esponda s[ií]\b", RegexOptions.CultureInvariant)]
    private static partial Regex ReplyWord();

    [GeneratedRegex(@"(Reply|Text|Responda|Envie) STOP (to stop texts|para \w+ (de )?(recibir )?(textos|mensajes))(, (HELP|AYUDA) (for help|para ayuda))?", RegexOptions.CultureInvariant)]
    private static partial Regex Notice();
}
