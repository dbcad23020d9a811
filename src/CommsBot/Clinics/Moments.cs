namespace CommsBot.Clinics;

/// <summary>The earlier and the later of two instants.</summary>
internal static class Moments
{
    public static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    public static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
