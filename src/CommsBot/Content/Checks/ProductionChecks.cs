namespace CommsBot.Content.Checks;

/// <summary>What a real deployment may not have. Answers without approval are only withheld, so they do not stop it.</summary>
internal static class ProductionChecks
{
    private static readonly string[] NeverWithheld = ["safety", "consent", "handoff"];

    public static void Approvals(ContentLibrary library, CheckScope scope, FaultList faults)
    {
        var languages = scope.EnabledLanguages;
        foreach (var entry in library.Wording.All.Where(e => languages.Contains(e.Language) && NeverWithheld.Contains(e.Key.Split('/')[0])))
        {
            foreach (var form in Enum.GetValues<MessageForm>().Where(form => !scope.Approved.Holds(entry.Approval(form))))
            {
                faults.Error(entry.File, entry.Key.Split('/')[1], $"no clinician approved the {(form == MessageForm.Sms ? "sms" : "web")} wording");
            }
        }
    }

    /// <summary>Somebody must be paged for a crisis at night.</summary>
    public static void OnCall(CheckScope scope, FaultList faults)
    {
        foreach (var clinic in scope.Clinics.Where(c => !c.HasOnCall)) faults.Error(clinic.File, "onCall", "names nobody; Production needs an on-call chain");
    }

    public static void DemonstrationFacts(CheckScope scope, FaultList faults)
    {
        foreach (var clinic in scope.Clinics)
        {
            foreach (var name in clinic.Demonstration) faults.Error(clinic.File, name, "is a demonstration value; the clinic must give its own");
        }
    }
}
