using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Patients;

/// <summary>Who acts for whom now.</summary>
internal static class Caregivers
{
    /// <param name="now">Clinic time.</param>
    public static IQueryable<Caregiver> Standing(ClinicDb db, string clinicId, DateTimeOffset now) =>
        db.Caregivers.Where(c => c.ClinicId == clinicId && c.EndedAt == null && (c.Until == null || c.Until > now));

    /// <summary>Patients whose own number it is, and those whose texts about visits it gets. Tracked.</summary>
    public static async Task<List<Patient>> TextedAtAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now)
    {
        var cared = Standing(db, clinicId, now).Where(c => c.PhoneHash == phoneHash && c.GetsTexts).Select(c => c.PatientId);
        return await db.Patients.AsTracking().Where(p => p.ClinicId == clinicId && (p.PhoneHash == phoneHash || cared.Contains(p.Id))).ToListAsync();
    }

    /// <summary>Whether texts about that patient may go to the number at this moment.</summary>
    /// <param name="standing">The caregivers that stand for the number.</param>
    public static bool MayText(Patient patient, string phoneHash, IEnumerable<Caregiver> standing, DateTimeOffset now)
    {
        var minor = patient.IsMinorAt(now);
        return (!minor && patient.PhoneHash == phoneHash)
            || standing.Any(c => c.PatientId == patient.Id && c.PhoneHash == phoneHash && c.GetsTexts && (!minor || c.IsGuardian));
    }
}
