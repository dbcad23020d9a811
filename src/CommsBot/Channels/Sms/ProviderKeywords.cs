namespace CommsBot.Channels.Sms;

internal enum ProviderKeyword
{
    None,
    Stop,
    Start,
    Help,
}

/// <summary>
/// The single words on which Twilio itself blocks or unblocks a number and answers. Only a message that is exactly the word counts. Because Twilio
/// confirms them, we must not confirm a second time.
/// </summary>
internal static class ProviderKeywords
{
    private static readonly HashSet<string> Stop = new(["STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Start = new(["START", "YES", "UNSTOP"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Help = new(["HELP", "INFO"], StringComparer.OrdinalIgnoreCase);

    /// <param name="optOutType">What Advanced Opt-Out made of it (words and languages are then configured at Twilio); it decides when it is there.</param>
    public static ProviderKeyword Of(string body, string? optOutType = null)
    {
        var word = string.IsNullOrEmpty(optOutType) ? body.Trim() : optOutType;
        if (Stop.Contains(word)) return ProviderKeyword.Stop;
        if (Start.Contains(word)) return ProviderKeyword.Start;
        return Help.Contains(word) ? ProviderKeyword.Help : ProviderKeyword.None;
    }
}
