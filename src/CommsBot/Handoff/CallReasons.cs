namespace CommsBot.Handoff;

/// <summary>Why somebody is to be called whose words asked for no call.</summary>
internal static class CallReasons
{
    public const string WrongNumber = "wrong-number";
    public const string NoTextsAskedOnWeb = "opt-out-asked-on-web";
}
