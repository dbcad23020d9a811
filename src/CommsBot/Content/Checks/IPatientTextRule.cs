namespace CommsBot.Content.Checks;

/// <summary>One rule about words; says what is wrong with one text. Rules know nothing of each other and none stops another.</summary>
internal interface IPatientTextRule
{
    IEnumerable<string> Faults(PatientText text, CheckScope scope);
}
