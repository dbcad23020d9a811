namespace CommsBot.Content.Checks;

/// <summary>A refusal, a limit or an error can be the last thing a patient in danger reads here: each gives 911, 988 and the clinic's phone.</summary>
internal sealed class NumbersRule : IPatientTextRule
{
    private static readonly string[] Numbers = ["911", "988", "{clinic.phone}"];

    /// <summary>A question that could not be read is no refusal: it is asked again, and the third miss gives the numbers.</summary>
    private static readonly HashSet<string> Refusals =
    [
        .. """
           numbers error rate-limited too-long markup-refused empty-message not-understood-picture unknown no-texts-to-that-number identity-unverified
           identity-code-wrong identity-code-over no-appointment-facts page-noscript page-missing page-offline page-refused page-busy page-over page-ended
           """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(key => $"handoff/{key}"),
        "booking/too-many-tries",
    ];

    public IEnumerable<string> Faults(PatientText text, CheckScope scope) => Refusals.Contains($"{text.Group}/{text.Item.Split(' ')[0]}")
        ? Numbers.Where(number => !text.Text.Contains(number, StringComparison.Ordinal)).Select(number => $"must give {number}: whoever is refused or reads an error may need it")
        : [];
}
