namespace CommsBot.Content.Checks;

/// <summary>Every check of <c>dialogs/</c>, at start and for <c>content check</c>. None stops another.</summary>
internal static class ContentCheck
{
    private static readonly IPatientTextRule[] Rules =
    [
        new PlaceholderRule(),
        new SmsLengthRule(),
        new PhoneWordsRule(),
        new MedicineAdviceRule(),
        new ClaimsRule(),
        new ClockTimeRule(),
        new ReadingGradeRule(),
        new NumbersRule(),
    ];

    /// <param name="others">Faults other slices found in their own files: clinics, protocols, phrase lists.</param>
    public static ContentReport Run(ContentReading reading, CheckScope scope, params IEnumerable<ContentFault> others)
    {
        var faults = new FaultList();
        var texts = PatientText.Of(reading.Library).ToList();
        faults.Add(reading.Faults);
        faults.Add(others);
        faults.Add(texts.SelectMany(text => Faults(text, scope)));
        var textOnly = new TextOnlyRule(reading.Library.TextOnly);
        faults.Add(texts.SelectMany(text => textOnly.Faults(text, scope).Select(fault => new ContentFault(FaultSeverity.Error, text.File, text.Item, fault))));
        LibraryChecks.Titles(reading.Library, faults);
        LibraryChecks.Related(reading.Library, faults);
        LibraryChecks.DuplicateAsks(reading.Library, faults);
        LibraryChecks.Translations(reading.Library, faults);
        LibraryChecks.RequiredWording(reading.Library, scope, faults);
        LibraryChecks.Reviews(reading.Library, scope, faults);
        LibraryChecks.UnusedAllowances(texts, faults);
        EvaluationFiles.Read(reading.Root, reading.Library, faults);
        PromptChecks.Run(reading.Root, faults);
        if (scope.Production)
        {
            ProductionChecks.Approvals(reading.Library, scope, faults);
            ProductionChecks.OnCall(scope, faults);
            ProductionChecks.DemonstrationFacts(scope, faults);
        }
        return new ContentReport(faults.All.Distinct());
    }

    /// <summary>The faults of one text; preparation steps and other files with patient words use it for their own.</summary>
    public static IEnumerable<ContentFault> Faults(PatientText text, CheckScope scope) =>
        Rules.SelectMany(rule => rule.Faults(text, scope)).Select(message => new ContentFault(FaultSeverity.Error, text.File, text.Item, message));

    /// <summary>The library for a starting service.</summary>
    /// <exception cref="ContentException">Any error; the message names all of them.</exception>
    public static ContentLibrary Demand(ContentReading reading, CheckScope scope, params IEnumerable<ContentFault> others)
    {
        var report = Run(reading, scope, others);
        return report.HasErrors ? throw new ContentException(report) : reading.Library;
    }
}
