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

    /// <summary>When somebody last confirmed that the number is the patient's, or a caregiver's; null when nobody did.</summary>
    /// <param name="standing">The caregivers that stand for the number.</param>
    public static DateTimeOffset? ConfirmedAt(Patient patient, string phoneHash, IEnumerable<Caregiver> standing)
    {
        var lines = standing.Where(c => c.PatientId == patient.Id && c.PhoneHash == phoneHash).Select(c => (DateTimeOffset?)c.ConfirmedAt);
        return lines.Append(patient.PhoneHash == phoneHash ? patient.PhoneConfirmedAt : null).Max();
    }

    /// <summary>Patient or staff said on this number, or face to face, that it is the patient's: facts go there for as long as the clinic's file says.</summary>
    /// <param name="patientId">Of this patient alone; null: of everybody on whose file the number stands.</param>
    public static async Task ConfirmAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now, string? patientId = null)
    {
        var patients = db.Patients.AsTracking().Where(p => p.ClinicId == clinicId && p.PhoneHash == phoneHash && (patientId == null || p.Id == patientId));
        foreach (var patient in await patients.ToListAsync()) patient.PhoneConfirmedAt = now;
        var lines = Standing(db, clinicId, now).AsTracking().Where(c => c.PhoneHash == phoneHash && (patientId == null || c.PatientId == patientId));
        foreach (var line in await lines.ToListAsync()) line.ConfirmedAt = now;
    }
}
