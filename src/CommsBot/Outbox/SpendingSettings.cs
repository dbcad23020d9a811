using CommsBot.Settings;

namespace CommsBot.Outbox;

/// <summary>Section <c>Spending</c>: how many texts may leave at most. Crisis replies and pages are never counted out.</summary>
internal sealed class SpendingSettings : ISettings
{
    /// <summary>Texts of one clinic in an hour, 10 to 1,000,000; default 600. At the limit its texts wait and on-call staff are paged once.</summary>
    public int ClinicPerHour { get; set; } = 600;

    /// <summary>Texts of one clinic in 24 hours, 10 to 1,000,000; default 3,000.</summary>
    public int ClinicPerDay { get; set; } = 3000;

    /// <summary>Automatic texts to one number in an hour, 2 to 10,000; default 30. Above it they are not sent, and a person is told.</summary>
    public int NumberPerHour { get; set; } = 30;

    /// <summary>Automatic texts to one number in 24 hours, 2 to 10,000; default 100.</summary>
    public int NumberPerDay { get; set; } = 100;

    /// <summary>Texts of one clinic in an hour to numbers that share their first six digits, 10 to 1,000,000; default 200. At the limit it is as for the clinic.</summary>
    public int PrefixPerHour { get; set; } = 200;

    /// <summary>Such texts in 24 hours, 10 to 1,000,000; default 1,000.</summary>
    public int PrefixPerDay { get; set; } = 1000;

    /// <summary>Numbers with a Canadian area code may be put on file and texted; default off.</summary>
    public bool Canada { get; set; }

    public IEnumerable<string> Faults(StartContext start)
    {
        if (ClinicPerHour is < 10 or > 1_000_000) yield return "Spending:ClinicPerHour must be from 10 to 1000000.";
        if (ClinicPerDay is < 10 or > 1_000_000) yield return "Spending:ClinicPerDay must be from 10 to 1000000.";
        if (NumberPerHour is < 2 or > 10_000) yield return "Spending:NumberPerHour must be from 2 to 10000.";
        if (NumberPerDay is < 2 or > 10_000) yield return "Spending:NumberPerDay must be from 2 to 10000.";
        if (PrefixPerHour is < 10 or > 1_000_000) yield return "Spending:PrefixPerHour must be from 10 to 1000000.";
        if (PrefixPerDay is < 10 or > 1_000_000) yield return "Spending:PrefixPerDay must be from 10 to 1000000.";
    }
}
