namespace CommsBot.Staff.Console;

/// <summary>Why somebody must be called, in words: the provider's numbers mean nothing to whoever phones.</summary>
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
        ["number-unconfirmed"] = "number not confirmed for half a year: ask whether it is still the patient's",
        ["approval-lapsed"] = "the text's approval ended: say it by phone",
        ["recalled"] = "the text was recalled",
        ["bot-403"] = "blocked in the app",
        ["bot-404"] = "conversation in the app is over",
        ["boundary.late"] = "running late",
    };

    public static string Of(string reason) => Known.TryGetValue(reason, out var words) ? words
        : reason.All(char.IsAsciiDigit) && reason.Length > 0 ? $"text not delivered (code {reason})"
        : IsRule(reason) ? OfRule(reason)
        : reason.Replace('-', ' ');

    public static string Of(IEnumerable<string> reasons) => string.Join(", ", reasons.Select(Of).Distinct());

    private static bool IsRule(string reason) => reason.StartsWith("boundary.", StringComparison.Ordinal) || reason.StartsWith("net.", StringComparison.Ordinal);

    /// <summary>What a rule or the net beside it found: <c>boundary.no-driver</c> and <c>net.NoDriver</c> are "no driver" to whoever phones.</summary>
    private static string OfRule(string rule) => string.Concat(rule[(rule.IndexOf('.') + 1)..]
        .Select(letter => letter == '-' ? " " : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")).TrimStart();
}
