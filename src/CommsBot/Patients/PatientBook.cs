using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Patients;

/// <summary>Who a stated person is.</summary>
internal static class PatientBook
{
    /// <summary>
    /// The person with the integration's id; else the one with that phone and name; else, for an appointment that is known, its own patient when the name
    /// is the same (then the phone changed). Null for somebody new. Tracked.
    /// </summary>
    public static async Task<Patient?> FindAsync(ClinicDb db, string clinicId, string? externalId, PhoneNumber phone, string firstName, string? lastName, string? formerId)
    {
        if (externalId is not null)
        {
            var idHash = db.Cipher.LookUpHash(externalId);
            if (await db.Patients.AsTracking().FirstOrDefaultAsync(p => p.ClinicId == clinicId && p.ExternalIdHash == idHash) is { } known) return known;
        }

        var hash = db.Cipher.LookUpHash(phone.E164);
        var onPhone = await db.Patients.AsTracking().Where(p => p.ClinicId == clinicId && p.PhoneHash == hash).ToListAsync();
        if (onPhone.Find(Same) is { } neighbour) return neighbour;
        var former = formerId is null ? null : await db.Patients.AsTracking().SingleOrDefaultAsync(p => p.Id == formerId);
        return former is not null && Same(former) ? former : null;

        // Another id means another person, even with the same name on the same phone.
        bool Same(Patient p) => (externalId is null || p.ExternalId is null)
            && Alike(p.FirstName, firstName) && (lastName is null || p.LastName is null || Alike(p.LastName, lastName));
    }

    private static bool Alike(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);
}
