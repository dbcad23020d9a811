using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace CommsBot.Storage;

/// <summary>Cookie and form keys are stored in the same database, sealed with the column key.</summary>
internal sealed class KeyXmlEncryptor(ColumnCipher cipher) : IXmlEncryptor
{
    public const string Sealed = "sealed";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement(Sealed, Convert.ToBase64String(cipher.Protect(plaintextElement.ToString(SaveOptions.DisableFormatting)))), typeof(KeyXmlDecryptor));
}

internal sealed class KeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<ColumnCipher>().Reveal(Convert.FromBase64String(encryptedElement.Value)));
}
