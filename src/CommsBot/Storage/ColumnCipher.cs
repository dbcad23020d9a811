using System.Security.Cryptography;
using System.Text;

namespace CommsBot.Storage;

/// <summary>
/// Encrypts single columns (names, phones, message texts, notes) with AES-256-GCM and makes the keyed hashes by which phones are looked up.
/// A stored value is: version byte, key number, nonce (12), tag (16), cipher text. Several keys may be open at once, so that a key can be
/// rotated: the newest writes, all read. Closed (no key yet) it throws on use. Thread-safe.
/// </summary>
internal sealed class ColumnCipher
{
    /// <summary>How a sealed value begins; no text does.</summary>
    public const byte Version = 1;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 2 + NonceSize + TagSize;

    private Dictionary<byte, byte[]> keys = [];
    private byte current;
    private byte[]? hashKey;

    /// <summary>True once keys were given.</summary>
    public bool IsOpen => hashKey is not null;

    /// <summary>The number of the key that writes.</summary>
    public byte Newest => current;

    /// <summary>Gives the unwrapped keys: at least one of 32 bytes each, by number; the highest number writes. The hash key never rotates.</summary>
    public void Open(IReadOnlyDictionary<byte, byte[]> columnKeys, byte[] phoneHashKey)
    {
        if (columnKeys.Count == 0 || columnKeys.Values.Any(key => key.Length != 32)) throw new ArgumentException("Column keys have 32 bytes.");
        keys = columnKeys.ToDictionary();
        current = columnKeys.Keys.Max();
        hashKey = phoneHashKey;
    }

    public byte[] Protect(string text)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return Protect(text, nonce);
    }

    /// <summary>
    /// As <see cref="Protect(string)"/>, but the same text gives the same bytes for as long as the key writes: for addresses that must not change
    /// from one read to the next. The nonce is a keyed hash of the text, so two texts never share one.
    /// </summary>
    public byte[] ProtectAlike(string text) => Protect(text, Hash($"alike\n{current}\n{text}").AsSpan(0, NonceSize));

    private byte[] Protect(string text, ReadOnlySpan<byte> nonce)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var stored = new byte[HeaderSize + plain.Length];
        stored[0] = Version;
        stored[1] = current;
        nonce.CopyTo(stored.AsSpan(2, NonceSize));
        using var aes = new AesGcm(Key(current), TagSize);
        aes.Encrypt(nonce, plain, stored.AsSpan(HeaderSize), stored.AsSpan(2 + NonceSize, TagSize));
        return stored;
    }

    /// <exception cref="CryptographicException">The value was not written with one of the open keys, or was altered.</exception>
    public string Reveal(byte[] stored)
    {
        if (stored.Length < HeaderSize || stored[0] != Version) throw new CryptographicException("Not a protected column value.");
        var plain = new byte[stored.Length - HeaderSize];
        using var aes = new AesGcm(Key(stored[1]), TagSize);
        aes.Decrypt(stored.AsSpan(2, NonceSize), stored.AsSpan(HeaderSize), stored.AsSpan(2 + NonceSize, TagSize), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The number of the key that sealed this.</summary>
    public static byte NumberOf(byte[] stored) => stored[1];

    /// <summary>The same text, sealed with the key that writes.</summary>
    /// <exception cref="CryptographicException">As in <see cref="Reveal"/>.</exception>
    public byte[] Renew(byte[] stored) => Protect(Reveal(stored));

    /// <summary>The keyed hash under which a value (a phone number in E.164, a normalised question) is looked up; equal values hash equally.</summary>
    public string LookUpHash(string value) => Convert.ToHexStringLower(Hash(value).AsSpan(0, 16));

    private byte[] Hash(string value) => HMACSHA256.HashData(hashKey ?? throw Closed(), Encoding.UTF8.GetBytes(value));

    private byte[] Key(byte number) => keys.TryGetValue(number, out var key)
        ? key
        : throw (IsOpen ? new CryptographicException($"Column key {number} is not among the open keys.") : Closed());

    private static InvalidOperationException Closed() => new("The column keys have not been opened yet.");
}
