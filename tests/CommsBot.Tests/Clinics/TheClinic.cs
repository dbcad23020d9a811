using CommsBot.Clinics;

namespace CommsBot.Tests.Clinics;

/// <summary>The clinics tests speak about, read from their real files.</summary>
internal static class TheClinic
{
    /// <summary>The repository's folder, found upward from where the tests run.</summary>
    public static string Home { get; } = FindHome();

    public static string Dialogs { get; } = Path.Combine(Home, "dialogs");

    public static string SecondDialogs { get; } = Path.Combine(Home, "tests", "CommsBot.Tests", "Clinics", "dialogs");

    public static ClinicDirectory Both { get; } = ClinicDirectory.Load(Dialogs, SecondDialogs);

    /// <summary>Mind Balance: America/Chicago, Monday to Friday 8 to 5, food 8 hours, clear liquids 2 hours.</summary>
    public static Clinic MindBalance { get; } = Both.Find("mind-balance")!;

    /// <summary>Harbor Rest: America/Los_Angeles, Monday and Tuesday with lunch break, Saturday mornings, no fasting rule.</summary>
    public static Clinic HarborRest { get; } = Both.Find("harbor-rest")!;

    /// <summary>The instant at which clocks at Mind Balance show this: <c>"2027-03-16 09:00"</c>.</summary>
    public static DateTimeOffset Chicago(string local) => At(MindBalance, local);

    public static DateTimeOffset At(Clinic clinic, string local)
    {
        var when = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        return clinic.At(DateOnly.FromDateTime(when), TimeOnly.FromDateTime(when));
    }

    private static string FindHome()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CommsBot.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
