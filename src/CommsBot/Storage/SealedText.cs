using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Storage;

/// <summary>What the column keys sealed outside the encrypted columns, as base64: keys of authenticator apps, and of cookies and forms.</summary>
/// <param name="Replace">Puts other bytes in their place; the context saves them.</param>
internal sealed record SealedText(byte[] Bytes, Action<byte[]> Replace)
{
    /// <summary>Identity's own name for the key of an authenticator app.</summary>
    private const string AuthenticatorKey = "AuthenticatorKey";

    /// <summary>All of them, tracked: a few for each person, and one for every ninety days.</summary>
    public static async Task<IReadOnlyList<SealedText>> OfAsync(ClinicDb db, CancellationToken ct)
    {
        var apps = await db.UserTokens.AsTracking().Where(token => token.Name == AuthenticatorKey && token.Value != null).ToListAsync(ct);
        var cookies = await db.DataProtectionKeys.AsTracking().Where(key => key.Xml != null).ToListAsync(ct);
        return
        [
            .. apps.Select(app => new SealedText(Convert.FromBase64String(app.Value!), fresh => app.Value = Convert.ToBase64String(fresh))),
            .. cookies.SelectMany(key => OfXml(XElement.Parse(key.Xml!), xml => key.Xml = xml)),
        ];
    }

    private static IEnumerable<SealedText> OfXml(XElement key, Action<string> keep) =>
        key.Descendants(KeyXmlEncryptor.Sealed).Select(place => new SealedText(Convert.FromBase64String(place.Value), fresh =>
        {
            place.Value = Convert.ToBase64String(fresh);
            keep(key.ToString(SaveOptions.DisableFormatting));
        }));
}
