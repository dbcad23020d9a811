using CommsBot.Settings;

namespace CommsBot.Handoff.Notices;

/// <summary>Section <c>Notices</c>: where staff hear, besides the console, that somebody waits. All unset: nowhere but the on-call texts.</summary>
internal sealed class NoticesSettings : ISettings
{
    /// <summary>The mail server; needed by routes of kind <c>email</c> and, when set, the second route of every on-call page.</summary>
    public MailSettings Mail { get; set; } = new();

    public NoticeRoute[] Routes { get; set; } = [];

    public IEnumerable<string> Faults(StartContext start)
    {
        foreach (var fault in Mail.Faults(start)) yield return fault;
        for (var i = 0; i < Routes.Length; i++)
        {
            foreach (var fault in Routes[i].Faults(start, Mail.IsOn)) yield return $"Notices:Routes:{i}:{fault}";
            if (Routes.Take(i).Any(earlier => earlier.Name == Routes[i].Name)) yield return $"Notices:Routes:{i}:Name is used twice.";
        }
    }

    /// <summary>Routes of clinics that do not exist here.</summary>
    public IEnumerable<string> ClinicFaults(IEnumerable<string> clinics) =>
        Routes.Where(route => route.Clinic.Length > 0 && !clinics.Contains(route.Clinic)).Select(route => $"Notices:Routes: '{route.Name}' names a clinic without a file.");
}
