using System.Security.Cryptography;
using System.Text;

namespace CommsBot.Content;

/// <summary>Identity of a wording: what a clinician approved is these words and no others.</summary>
internal static class ContentHash
{
    /// <summary>
    /// SHA-256 in lower-case hex over the parts, each in Unicode form C with line ends LF, no blanks at line ends and no empty lines around it.
    /// An edit that a reader cannot see keeps the hash.
    /// </summary>
    public static string Of(params IEnumerable<string> parts)
    {
        var whole = string.Join('\u001f', parts.Select(Normalise));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)));
    }

    private static string Normalise(string text)
    {
        var lines = text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());
        return string.Join('\n', lines).Trim();
    }
}
