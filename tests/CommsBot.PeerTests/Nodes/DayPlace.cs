using System.Text.RegularExpressions;
using CommsBot.Clinics;

namespace CommsBot.PeerTests.Nodes;

/// <summary>Where in the United States planned texts may leave now, for a test that runs at any hour by the system's clock.</summary>
/// <param name="Zone">IANA name.</param>
internal sealed partial record DayPlace(string Zone, string Area)
{
    private static readonly DayPlace[] All = [new("America/Puerto_Rico", "787"), new("America/Chicago", "281"), new("Pacific/Honolulu", "808"), new("Pacific/Guam", "671")];
    private static readonly (TimeOnly From, TimeOnly Until) Hours = (new(8, 0), new(20, 30));

    /// <summary>Null in the one hour in which it is early in the east and late in the west.</summary>
    public static DayPlace? Now() => All.Where(place => place.Time is var time && time >= Hours.From && time < Hours.Until).MinBy(place => (place.Time - new TimeOnly(14, 0)).Duration());

    private TimeOnly Time => CommsBot.Clinics.Zone.Find(Zone)!.TimeOf(TimeProvider.System.GetUtcNow());

    /// <summary>A clinic's file, moved there.</summary>
    public string Put(string file) => Hour().Replace(file.Replace("zone: America/Chicago", $"zone: {Zone}", StringComparison.Ordinal), """textingHours: { from: "08:00", sundayFrom: "08:00", until: "21:00" }""");

    [GeneratedRegex("textingHours: \\{.*\\}")]
    private static partial Regex Hour();
}
