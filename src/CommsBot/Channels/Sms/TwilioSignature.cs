using System.Security.Cryptography;
using System.Text;

namespace CommsBot.Channels.Sms;

/// <summary>
/// The signature Twilio puts under its requests: HMAC-SHA1, keyed with the account's token, over the address as configured at Twilio and every form
/// field in the order of names, nothing between, nothing trimmed. https://www.twilio.com/docs/usage/security
/// </summary>
internal static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    /// <summary>
    /// True when one of the tokens made the signature. The address is tried with and without its port, because Twilio signs either. Compares in
    /// constant time and never throws.
    /// </summary>
    /// <param name="url">From the scheme to the end of the query, as Twilio called it.</param>
    public static bool IsValid(string? signature, IEnumerable<string> tokens, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        if (string.IsNullOrEmpty(signature) || signature.Length > 100) return false;
        var given = Encoding.UTF8.GetBytes(signature);
        var signed = SignedFields(fields);
        var valid = false;
        foreach (var token in tokens)
            foreach (var address in new[] { url, OtherPort(url) })
                valid |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Compute(token, address + signed)), given);
        return valid;
    }

    public static string Compute(string token, string url, IEnumerable<KeyValuePair<string, string>> fields) => Compute(token, url + SignedFields(fields));

    private static string Compute(string token, string text) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(text)));

    // A name given several times is signed once per different value, values in order.
    private static string SignedFields(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder();
        foreach (var name in fields.GroupBy(field => field.Key).OrderBy(name => name.Key, StringComparer.Ordinal))
            foreach (var value in name.Select(field => field.Value).Distinct().Order(StringComparer.Ordinal))
                text.Append(name.Key).Append(value);
        return text.ToString();
    }

    /// <summary>The address with the scheme's own port added, or with its port left out.</summary>
    private static string OtherPort(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3) return url;
        var end = url.IndexOfAny(['/', '?'], start);
        if (end < 0) end = url.Length;
        var host = url[start..end];
        var port = host.LastIndexOf(':');
        if (port > host.LastIndexOf(']')) return url[..(start + port)] + url[end..];
        return url[..end] + (url.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80") + url[end..];
    }
}
