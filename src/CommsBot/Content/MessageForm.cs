namespace CommsBot.Content;

/// <summary>Which wording of a text is meant: the fuller one of the website, or the short one without drug and diagnosis for the phone.</summary>
internal enum MessageForm
{
    Web,
    Sms,
}
