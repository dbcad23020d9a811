namespace CommsBot.Content.Checks;

/// <summary>A clinic as the checks see it.</summary>
/// <param name="File">The clinic's file as faults name it.</param>
/// <param name="Demonstration">Names of facts that were made up for demonstration; they may not reach a real patient.</param>
/// <param name="Languages">Those it answers in; empty stands for all.</param>
/// <param name="HasOnCall">Whether anybody would be paged.</param>
internal sealed record CheckedClinic(
    string Id, string File, ClinicFacts Facts, IReadOnlyList<string> Demonstration, IReadOnlyList<Language>? Languages = null, bool HasOnCall = true);

/// <summary>What the checks need besides the content itself.</summary>
/// <param name="Today">Clinic date that review dates are compared with.</param>
/// <param name="RequiredWording">Keys the code says, <c>folder/key</c>; a missing one is an error.</param>
/// <param name="Production">True adds what a real deployment may not have: unapproved safety wording, demonstration facts, lapsed reviews.</param>
/// <param name="Approved">Only read for production.</param>
internal sealed record CheckScope(
    DateOnly Today,
    IReadOnlyList<CheckedClinic> Clinics,
    IReadOnlyCollection<string> RequiredWording,
    bool Production,
    ApprovedContent Approved)
{
    /// <summary>Every language a patient of this installation may be answered in.</summary>
    public IReadOnlyCollection<Language> EnabledLanguages =>
        Clinics.Count == 0 || Clinics.Any(c => c.Languages is null) ? Enum.GetValues<Language>() : [.. Clinics.SelectMany(c => c.Languages!).Distinct()];

    public static CheckScope At(DateOnly today) => new(today, [], [], false, ApprovedContent.Everything);

    /// <summary>The longest words any clinic puts in the place of a fact; the documented assumption while none gives it.</summary>
    public string Longest(string name, Language language, MessageForm form)
    {
        var given = Clinics.Select(c => c.Facts(name, language, form)).OfType<string>().MaxBy(v => v.Length);
        return given ?? ClinicFactNames.Longest.GetValueOrDefault(name) ?? LongestValues.Of(name);
    }
}
