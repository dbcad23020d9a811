using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Patients;

/// <summary>Whose number the texts about a patient's visits go to.</summary>
/// <param name="LacksGuardian">The patient is under 18 and no guardian is recorded: nothing is texted, a person calls.</param>
internal sealed record Recipient(string Phone, string PhoneHash, bool IsGuardian, bool LacksGuardian)
{
    /// <summary>Under 18 the guardian and nobody else; a grown patient's caregiver who gets the texts in their place; else the patient.</summary>
    /// <param name="now">Clinic time.</param>
    public static async Task<Recipient> OfAsync(ClinicDb db, Patient patient, DateTimeOffset now)
    {
        var minor = patient.IsMinorAt(now);
        var named = await Caregivers.Standing(db, patient.ClinicId, now).Where(c => c.PatientId == patient.Id && c.GetsTexts && (!minor || c.IsGuardian))
            .OrderByDescending(c => c.At).ThenBy(c => c.Id).FirstOrDefaultAsync();
        return named is null
            ? new Recipient(patient.Phone, patient.PhoneHash, IsGuardian: false, LacksGuardian: minor)
            : new Recipient(named.Phone, named.PhoneHash, minor, LacksGuardian: false);
    }
}
