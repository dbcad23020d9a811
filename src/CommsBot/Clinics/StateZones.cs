namespace CommsBot.Clinics;

/// <summary>Time zones of the United States: of each state that lies in one alone, and the names people choose from.</summary>
internal static class StateZones
{
    private const string Eastern = "America/New_York";
    private const string Central = "America/Chicago";
    private const string Mountain = "America/Denver";
    private const string Pacific = "America/Los_Angeles";
    private const string Hawaii = "Pacific/Honolulu";
    private const string PuertoRico = "America/Puerto_Rico";

    /// <summary>IANA name and what people call it, from east to west.</summary>
    public static readonly IReadOnlyList<(string Id, string Name)> Choices =
    [
        (PuertoRico, "Puerto Rico"), (Eastern, "Eastern"), (Central, "Central"), (Mountain, "Mountain"), ("America/Phoenix", "Arizona"), (Pacific, "Pacific"),
        ("America/Anchorage", "Alaska"), (Hawaii, "Hawaii"),
    ];

    // Left out: states that two zones share (Texas with El Paso, Florida, Tennessee ...), and Arizona, where the Navajo Nation changes its clocks.
    private static readonly Dictionary<string, string> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CT"] = Eastern, ["DC"] = Eastern, ["DE"] = Eastern, ["GA"] = Eastern, ["MA"] = Eastern, ["MD"] = Eastern, ["ME"] = Eastern, ["NC"] = Eastern, ["NH"] = Eastern,
        ["NJ"] = Eastern, ["NY"] = Eastern, ["OH"] = Eastern, ["PA"] = Eastern, ["RI"] = Eastern, ["SC"] = Eastern, ["VA"] = Eastern, ["VT"] = Eastern, ["WV"] = Eastern,
        ["AL"] = Central, ["AR"] = Central, ["IA"] = Central, ["IL"] = Central, ["LA"] = Central, ["MN"] = Central, ["MO"] = Central, ["MS"] = Central, ["OK"] = Central, ["WI"] = Central,
        ["CO"] = Mountain, ["MT"] = Mountain, ["NM"] = Mountain, ["UT"] = Mountain, ["WY"] = Mountain,
        ["CA"] = Pacific, ["WA"] = Pacific, ["HI"] = Hawaii, ["PR"] = PuertoRico,
    };

    private static readonly Dictionary<string, string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Connecticut"] = "CT", ["District of Columbia"] = "DC", ["Delaware"] = "DE", ["Georgia"] = "GA", ["Massachusetts"] = "MA", ["Maryland"] = "MD", ["Maine"] = "ME",
        ["North Carolina"] = "NC", ["New Hampshire"] = "NH", ["New Jersey"] = "NJ", ["New York"] = "NY", ["Ohio"] = "OH", ["Pennsylvania"] = "PA", ["Rhode Island"] = "RI",
        ["South Carolina"] = "SC", ["Virginia"] = "VA", ["Vermont"] = "VT", ["West Virginia"] = "WV", ["Alabama"] = "AL", ["Arkansas"] = "AR", ["Iowa"] = "IA", ["Illinois"] = "IL",
        ["Louisiana"] = "LA", ["Minnesota"] = "MN", ["Missouri"] = "MO", ["Mississippi"] = "MS", ["Oklahoma"] = "OK", ["Wisconsin"] = "WI", ["Colorado"] = "CO", ["Montana"] = "MT",
        ["New Mexico"] = "NM", ["Utah"] = "UT", ["Wyoming"] = "WY", ["California"] = "CA", ["Washington"] = "WA", ["Hawaii"] = "HI", ["Puerto Rico"] = "PR",
    };

    /// <summary>The IANA name of the one zone of that state, by its two letters or its name; null where there are two, or there is no such state.</summary>
    public static string? Of(string? state)
    {
        var written = state?.Trim() ?? "";
        return Zones.GetValueOrDefault(Codes.GetValueOrDefault(written, written));
    }
}
