namespace CommsBot.Content.Checks;

/// <summary>Answers use clinic facts only. Fixed wording is never withheld, so every clinic must have given the facts it uses.</summary>
internal sealed class PlaceholderRule : IPatientTextRule
{
    public IEnumerable<string> Faults(PatientText text, CheckScope scope)
    {
        foreach (var name in Placeholders.In(text.Text))
        {
            if (ClinicFactNames.IsClinicFact(name) ? !ClinicFactNames.IsKnown(name) : text.Group == "answers")
            {
                yield return $"{{{name}}} is not a fact of a clinic's file";
                continue;
            }
            if (text.Group == "answers" || !ClinicFactNames.IsKnown(name)) continue;
            foreach (var clinic in scope.Clinics.Where(c => c.Facts(name, text.Language, text.Form ?? MessageForm.Web) is null))
            {
                yield return $"uses {{{name}}}, which {clinic.File} does not give";
            }
        }
    }
}
