using System.Buffers.Text;
using System.Security.Cryptography;
using CommsBot.Settings;
using CommsBot.Storage;

namespace CommsBot.Appointments;

/// <summary>
/// The address of a patient's calendar file. It carries the visit's id sealed by the installation's own key, so it can be neither guessed nor read,
/// and nothing about it needs storing. The same visit keeps the same address: whoever asks twice sees no change.
/// </summary>
internal sealed class CalendarLinks(ColumnCipher seal, PublicAddress address)
{
    private const int Longest = 1000;
    private const string Purpose = "calendar";

    public string Of(string clinicId, string id) =>
        address.At($"/calendar/{Base64Url.EncodeToString(seal.ProtectAlike($"{Purpose}\n{clinicId}\n{id}"))}.ics").AbsoluteUri;

    /// <summary>Null for anything we did not seal for a calendar.</summary>
    public (string ClinicId, string Id)? Read(string token)
    {
        if (token.Length > Longest || !Base64Url.IsValid(token)) return null;
        try
        {
            return seal.Reveal(Base64Url.DecodeFromChars(token)).Split('\n', 3) is [Purpose, var clinicId, var id] ? (clinicId, id) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
