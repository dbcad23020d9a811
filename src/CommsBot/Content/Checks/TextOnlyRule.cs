namespace CommsBot.Content.Checks;

/// <summary>Said to who does not phone, a text on a phone speaks of no call and still fits.</summary>
internal sealed class TextOnlyRule(TextOnlyWords words) : IPatientTextRule
{
    private static readonly SmsLengthRule Length = new();

    public IEnumerable<string> Faults(PatientText text, CheckScope scope)
    {
        // A form that stands alone is said on the phone too.
        if (text.Form is null || (!text.IsSms && text.Item.EndsWith(" web", StringComparison.Ordinal)) || (text.Group == "answers" && !text.IsSms)) yield break;
        var said = words.Say(text.Text, text.Language);
        if (TextOnlyWords.CallIn(said) is { } call && !IsOfStaff(text)) yield return $"says \"{call}\" to a patient who does not phone; {TextOnlyWords.File} needs a line for it";
        if (!text.IsSms || said == text.Text || Length.Faults(text, scope).Any()) yield break;
        foreach (var fault in Length.Faults(text with { Text = said }, scope)) yield return $"for a patient who does not phone: {fault}";
    }

    // Read by staff, spoken by the phone door, or chosen by a person who sees it.
    private static bool IsOfStaff(PatientText text) => text.Item.StartsWith("page", StringComparison.Ordinal) || text.Item.StartsWith("voice", StringComparison.Ordinal)
        || text.Item.StartsWith("saved-", StringComparison.Ordinal) || text.Item.StartsWith("notice", StringComparison.Ordinal);
}
