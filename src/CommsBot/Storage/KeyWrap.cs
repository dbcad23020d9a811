using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CommsBot.Storage;

/// <summary>Seals the installation's keys before they are stored beside the data; what opens them is kept elsewhere.</summary>
internal interface IKeyWrap
{
    byte[] Wrap(byte[] key);

    /// <exception cref="CryptographicException">It was sealed by another certificate or key file.</exception>
    byte[] Unwrap(byte[] wrapped);
}

/// <summary>RSA-OAEP with the certificate of <c>Security:KeyCertificate</c>: what every installation outside Development uses.</summary>
internal sealed class CertificateKeyWrap(X509Certificate2 certificate) : IKeyWrap
{
    public byte[] Wrap(byte[] key)
    {
        using var rsa = certificate.GetRSAPublicKey() ?? throw NoRsa();
        return rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256);
    }

    public byte[] Unwrap(byte[] wrapped)
    {
        using var rsa = certificate.GetRSAPrivateKey() ?? throw NoRsa();
        return rsa.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256);
    }

    private static CryptographicException NoRsa() => new("Security:KeyCertificate holds no RSA key pair.");
}

/// <summary>AES-GCM with a key file of the developer's own folder, made on first use. Development only.</summary>
internal sealed class DevelopmentKeyWrap : IKeyWrap
{
    private readonly byte[] key;

    public DevelopmentKeyWrap(string file) => key = File.Exists(file) ? Convert.FromBase64String(File.ReadAllText(file)) : Create(file);

    public byte[] Wrap(byte[] plain)
    {
        var stored = new byte[12 + 16 + plain.Length];
        RandomNumberGenerator.Fill(stored.AsSpan(0, 12));
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(stored.AsSpan(0, 12), plain, stored.AsSpan(28), stored.AsSpan(12, 16));
        return stored;
    }

    public byte[] Unwrap(byte[] wrapped)
    {
        var plain = new byte[wrapped.Length - 28];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(wrapped.AsSpan(0, 12), wrapped.AsSpan(28), wrapped.AsSpan(12, 16), plain);
        return plain;
    }

    private static byte[] Create(string file)
    {
        var fresh = RandomNumberGenerator.GetBytes(32);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var own = $"{file}.{Guid.NewGuid():n}";
        File.WriteAllText(own, Convert.ToBase64String(fresh));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            File.Move(own, file);
            return fresh;
        }
        catch (IOException)
        {
            // Another process made it first: its key is the one that counts.
            File.Delete(own);
            return Convert.FromBase64String(File.ReadAllText(file));
        }
    }
}
