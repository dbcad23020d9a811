namespace CommsBot.Simulator.Phone;

internal enum Keyword
{
    None,
    Stop,
    Start,
}

/// <summary>Twilio's default words. Only a text that is nothing but the word counts.</summary>
internal static class Keywords
{
    public const string Stopped = "You are unsubscribed and will get no more texts from this number. Reply START to get them again.";
    public const string Started = "You are subscribed again and will get texts from this number. Reply HELP for help, STOP to stop.";

    public static Keyword Of(string body) => body.Trim().ToUpperInvariant() switch
    {
        "STOP" or "UNSUBSCRIBE" or "END" or "QUIT" or "STOPALL" or "REVOKE" or "OPTOUT" or "CANCEL" => Keyword.Stop,
        "START" or "YES" or "UNSTOP" => Keyword.Start,
        _ => Keyword.None,
    };
}
