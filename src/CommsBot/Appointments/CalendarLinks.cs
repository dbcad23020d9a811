using System.Security.Cryptography;
using CommsBot.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace CommsBot.Appointments;

/// <summary>
/// The address of a patient's calendar file. It carries the visit's id sealed by the installation's own keys, so it can be neither guessed nor read,
/// and nothing about it needs storing.
/// </summary>
internal sealed class CalendarLinks(IDataProtectionProvider protection, PublicAddress address)
{
    private const int Longest = 1000;

    private readonly IDataProtector seal = protection.CreateProtector("calendar file of a visit");

    public string Of(string clinicId, string id) => address.At($"/calendar/{seal.Protect($"{clinicId}\n{id}")}.ics").AbsoluteUri;

    /// <summary>Null for anything we did not seal.</summary>
    public (string ClinicId, string Id)? Read(string token)
    {
        if (token.Length > Longest) return null;
        try
        {
            return seal.Unprotect(token).Split('\n', 2) is [var clinicId, var id] ? (clinicId, id) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
