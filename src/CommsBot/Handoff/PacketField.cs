namespace CommsBot.Handoff;

/// <summary>What staff are told of every request, in the order they read it. Whatever else a slice adds stands after <see cref="RedFlags"/>.</summary>
internal static class PacketField
{
    public const string Need = "Need";
    public const string Name = "Name";
    /// <summary>Whether the claim to be somebody is proven.</summary>
    public const string Identity = "Identity";
    public const string Phone = "Phone";
    /// <summary>Not by an ordinary call: text only, relay, video, an interpreter.</summary>
    public const string Reach = "Reach";
    public const string BestTimes = "Best times";
    public const string Consent = "Consent to texts";
    public const string Language = "Language";
    public const string RedFlags = "Red flags";
    public const string Answers = "Answers given";
    public const string Transcript = "Transcript";

    public static readonly IReadOnlyList<string> Before = [Need, Name, Identity, Phone, Reach, BestTimes, Consent, Language, RedFlags];
    public static readonly IReadOnlyList<string> After = [Answers, Transcript];
}
