namespace CommsBot.Tests.Drivers;

/// <summary>Values of a kind, each different from the one before.</summary>
internal static class Some
{
    private static int people = 1000;

    /// <summary>A phone number nobody else in this run has, in E.164; it can be texted in every test.</summary>
    public static string Phone() => $"+1713{700 + (Interlocked.Increment(ref people) / 10000):000}{people % 10000:0000}";

    public static string Address()
    {
        var one = Interlocked.Increment(ref people);
        return $"10.{one >> 16 & 255}.{one >> 8 & 255}.{one & 255}";
    }
}
