namespace CommsBot.Patients;

/// <summary>Ways to reach a person who does not take ordinary phone calls.</summary>
internal static class ContactModes
{
    /// <summary>Reads and writes, and never phones.</summary>
    public const string TextOnly = "text-only";

    /// <summary>Phoned through the relay service, 711.</summary>
    public const string Relay = "relay";

    /// <summary>Spoken with in a video call.</summary>
    public const string Video = "video";

    public static readonly IReadOnlyList<string> All = [TextOnly, Relay, Video];
}
