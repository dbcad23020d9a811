namespace CommsBot.Content.Checks;

/// <summary>The longest value each turn-filled placeholder of the fixed wording is allowed to have on the phone; the slice that fills it keeps to it.</summary>
internal static class LongestValues
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["opens"] = "Wednesday at 8:00 AM",
        ["closes"] = "5:00 PM",
        ["when"] = "antes de las 11:30 AM del miercoles",
        ["staff"] = "Someone",
        ["patient"] = "Maria-Guadalupe",
        ["minutes"] = "120",
        ["code"] = "000000",
        ["phone"] = "(281) 555-0100",
        ["how"] = "by phone",
        ["summary"] = new string('x', 170),
        ["name"] = "Maria-Guadalupe",
        ["date"] = "Wednesday, September 30",
        ["time"] = "11:30 AM",
    };

    /// <summary>24 letters for a name that is not in the table.</summary>
    public static string Of(string name) => Values.GetValueOrDefault(name) ?? new string('x', 24);
}
