namespace CommsBot.Handoff;

/// <summary>Why somebody must be called, in words: neither the provider's numbers nor our own codes mean anything to whoever phones.</summary>
internal static class ReasonWords
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["30003"] = "phone off or without signal",
        ["30004"] = "number blocks our texts",
        ["30005"] = "number no longer in use",
        ["30006"] = "landline, cannot get texts",
        ["21614"] = "not a mobile number",
        ["21635"] = "landline, cannot get texts",
        ["21211"] = "not a phone number",
        ["21265"] = "not a phone number",
        ["21610"] = "opted out at the carrier",
        ["30007"] = "text filtered by the carrier",
        ["30036"] = "text came too late",
        ["30046"] = "delivery not confirmed",
        ["unconfirmed"] = "delivery not confirmed",
        ["no-consent"] = "has not agreed to texts",
        ["opted-out"] = "wants no texts",
        ["opted-out-in-crisis"] = "wants no more texts, in a crisis",
        ["opt-out-unsure"] = "may want no more texts: ask",
        ["opt-out-asked-on-web"] = "asked in the chat for no more texts",
        ["not-entitled"] = "this number may not read about the visit",
        ["wrong-number"] = "says it is a wrong number",
        ["prepare-without-texts"] = "asked for no texts: prepare by phone or in person",
        ["inactive-patient"] = "not active in the practice system, yet booked",
        ["minor"] = "under 18: no guardian on file to text",
        ["minor-held"] = "under 18: a nurse must release the fast",
        ["late-held"] = "booked late: a nurse must release the fast",
        ["spending-stop"] = "waits: the clinic's limit of texts is reached",
        ["prefix-full"] = "waits: too many texts to numbers that begin like this one",
        ["too-late"] = "no time left for a text",
        ["screen-held"] = "a nurse must clear the health questions",
        ["screen-too-late"] = "no time left to ask the health questions by text",
        ["screen-unanswered"] = "health questions not answered in time",
        ["screen-by-phone"] = "ask the health questions by phone",
        ["fasting-unsigned"] = "fasting text not signed by a clinician: tell the times",
        ["individual-times-unclear"] = "own times to stop eating are missing",
        ["fasting-too-late"] = "no time left for the fasting text",
        ["fasting-late"] = "fasting text late: make sure it was read",
        ["fasting-unanswered"] = "fasting text not answered",
        ["not-told-in-person"] = "not told the next day's times",
        ["call-again"] = "could not be reached: try again",
        ["no-lawful-moment"] = "no allowed time left for a text",
        ["health-screen-held"] = "health questions not cleared by a nurse",
        ["health-screen-open"] = "health questions not answered",
        ["health-screen"] = "health questions not cleared by a nurse",
        ["fasting-not-understood"] = "time to stop eating not confirmed",
        ["teach-back-failed"] = "named a wrong time to stop eating",
        ["not-confirmed"] = "no text answered",
        ["driver-not-named"] = "no driver named",
        ["reschedule"] = "wants another time",
        ["call-me"] = "asks for a call",
        ["which-visit"] = "answered a text, but two visits wait for an answer",
        ["asked-for-help"] = "texted HELP",
        ["check-in"] = "reported a sign in the check-in",
        ["not-in-report"] = "missing from the latest report of visits",
        ["typed-and-delivered"] = "typed here and reported at another time",
        ["changed-here-and-there"] = "changed here, and otherwise in the practice system",
        ["not-taken-over"] = "the practice system's entry could not be taken over",
        ["later-said"] = "a message for later was sent: see what the patient answers",
        ["later-not-sent"] = "a message for later was not sent",
        ["number-unconfirmed"] = "number not confirmed for half a year: ask whether it is still the patient's",
        ["approval-lapsed"] = "the text's approval ended: say it by phone",
        ["recalled"] = "the text was recalled",
        ["bot-403"] = "blocked in the app",
        ["bot-404"] = "conversation in the app is over",
        ["missed-texts-cut"] = "more texts came than could be fetched: read the older ones at the provider",
        ["unreadable-sender"] = "texted from a number we can't text back",
        ["boundary.late"] = "running late",
    };

    /// <param name="reason">A code, or a sentence, which stays as it is.</param>
    public static string Of(string reason) => Known.TryGetValue(reason, out var words) ? words
        : reason.Contains(' ') ? reason
        : reason.All(char.IsAsciiDigit) && reason.Length > 0 ? $"text not delivered (code {reason})"
        : IsRule(reason) ? OfRule(reason)
        : reason.Replace('-', ' ');

    public static string Of(IEnumerable<string> reasons) => string.Join(", ", reasons.Select(Of).Distinct());

    private static bool IsRule(string reason) => reason.StartsWith("boundary.", StringComparison.Ordinal) || reason.StartsWith("net.", StringComparison.Ordinal);

    /// <summary>What a rule or the net beside it found: <c>boundary.no-driver</c> and <c>net.NoDriver</c> are "no driver" to whoever phones.</summary>
    private static string OfRule(string rule) => string.Concat(rule[(rule.IndexOf('.') + 1)..]
        .Select(letter => letter == '-' ? " " : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")).TrimStart();
}
