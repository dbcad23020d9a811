using System.Security.Cryptography;

namespace CommsBot.Storage;

/// <summary>Seals the stored keys with what is set now, and opens also what the previous certificate sealed.</summary>
/// <param name="previous">Null: there is none.</param>
internal sealed class KeySeals(IKeyWrap present, IKeyWrap? previous)
{
    public string Seal(byte[] key) => Convert.ToBase64String(present.Wrap(key));

    /// <returns>The key, and whether it must be sealed anew.</returns>
    /// <exception cref="CryptographicException">Neither opens it.</exception>
    public (byte[] Key, bool IsOld) Open(string stored)
    {
        var wrapped = Convert.FromBase64String(stored);
        try
        {
            return (present.Unwrap(wrapped), false);
        }
        catch (CryptographicException) when (previous is not null)
        {
            return (previous.Unwrap(wrapped), true);
        }
    }
}
