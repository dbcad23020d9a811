using System.Security.Cryptography;
using System.Text;

namespace CommsBot.Simulator.Twilio;

/// <summary>Signs webhooks as Twilio does: the whole address, then every parameter in ordinal order, HMAC-SHA1 with the auth token.</summary>
internal static class TwilioSignature
{
    public static string Of(string authToken, string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        var signed = new StringBuilder(url);
        foreach (var (name, value) in form.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            signed.Append(name).Append(value);
        }

        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString())));
    }
}
