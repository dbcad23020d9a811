namespace CommsBot.Handoff;

/// <summary>Why somebody is to be called whose words asked for no call.</summary>
internal static class CallReasons
{
    public const string WrongNumber = "wrong-number";

    /// <summary>Words that may mean "no more texts": what was planned rests until somebody says.</summary>
    public const string OptOutUnsure = "opt-out-unsure";
    public const string NoTextsAskedOnWeb = "opt-out-asked-on-web";
}
