using System.Security.Cryptography;

namespace CommsBot.Storage;

/// <summary>Identities that cannot be guessed: 128 random bits in 26 lower-case letters and digits, behind a short word that says what they name.</summary>
internal static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string New(string kind) => $"{kind}-{RandomNumberGenerator.GetString(Alphabet, 26)}";
}
