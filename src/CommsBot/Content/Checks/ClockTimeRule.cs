using System.Text.RegularExpressions;

namespace CommsBot.Content.Checks;

/// <summary>Half of all readers take 12:00 AM for noon.</summary>
internal sealed partial class ClockTimeRule : IPatientTextRule
{
    public IEnumerable<string> Faults(PatientText text, CheckScope scope) =>
        Twelve().Matches(text.Text).Select(hit => $"\"{hit.Value}\" is misread; write midnight or noon with the day");

    [GeneratedRegex(@"\b12(:00)? ?[AaPp]\.?[Mm]\b", RegexOptions.CultureInvariant)]
    private static partial Regex Twelve();
}
