using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CommsBot.Settings;

/// <summary>Section <c>Security</c>: what opens the stored keys.</summary>
internal sealed class SecuritySettings : ISettings
{
    /// <summary>A PKCS#12 file with an RSA key pair; required outside Development.</summary>
    public string? KeyCertificate { get; set; }

    /// <summary>Opens the file of <see cref="KeyCertificate"/>. Default: it needs none.</summary>
    public string? KeyCertificatePassword { get; set; }

    /// <summary>What sealed the stored keys until now: a start opens them with it once and seals them anew with <see cref="KeyCertificate"/>. Default: none.</summary>
    public string? PreviousKeyCertificate { get; set; }

    /// <summary>Opens the file of <see cref="PreviousKeyCertificate"/>. Default: it needs none.</summary>
    public string? PreviousKeyCertificatePassword { get; set; }

    /// <summary>Development only: the key file used without a certificate. Default: in the developer's own application data folder.</summary>
    public string? DevelopmentKeyFile { get; set; }

    public IEnumerable<string> Faults(StartContext start)
    {
        if (KeyCertificate is null)
        {
            if (!start.Environment.IsDevelopment()) yield return "Security:KeyCertificate is missing: outside Development the stored keys need a certificate.";
            else if (!HoldsKey(KeyFile(start.Home))) yield return "Security:DevelopmentKeyFile names a file that is not a key of 32 bytes in base64.";
            if (PreviousKeyCertificate is not null) yield return "Security:PreviousKeyCertificate needs Security:KeyCertificate, with which the stored keys are sealed anew.";
            yield break;
        }

        if (Open(start.Home, out var fault) is { } certificate) certificate.Dispose();
        else yield return fault!;
        if (PreviousKeyCertificate is null) yield break;
        if (OpenPrevious(start.Home, out var previousFault) is { } previous) previous.Dispose();
        else yield return previousFault!;
    }

    public X509Certificate2? Open(string home, out string? fault) => Open($"Security:{nameof(KeyCertificate)}", Path.GetFullPath(KeyCertificate!, home), KeyCertificatePassword, out fault);

    public X509Certificate2? OpenPrevious(string home, out string? fault) =>
        Open($"Security:{nameof(PreviousKeyCertificate)}", Path.GetFullPath(PreviousKeyCertificate!, home), PreviousKeyCertificatePassword, out fault);

    private static X509Certificate2? Open(string setting, string file, string? password, out string? fault)
    {
        fault = null;
        if (!File.Exists(file))
        {
            fault = $"{setting} names a file that does not exist.";
            return null;
        }

        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);
            if (certificate.HasPrivateKey && certificate.GetRSAPublicKey() is not null) return certificate;
            fault = $"{setting} holds no RSA key pair.";
            return null;
        }
        catch (CryptographicException)
        {
            fault = $"{setting} cannot be opened with {setting}Password.";
            return null;
        }
    }

    private static bool HoldsKey(string file)
    {
        if (!File.Exists(file)) return true;
        var key = new byte[33];
        return Convert.TryFromBase64String(File.ReadAllText(file).Trim(), key, out var length) && length == 32;
    }

    public string KeyFile(string home) => DevelopmentKeyFile is { } named
        ? Path.GetFullPath(named, home)
        : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.LocalApplicationData, System.Environment.SpecialFolderOption.Create), "CommsBot", "development.key");
}
