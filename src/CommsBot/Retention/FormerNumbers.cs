using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Retention;

/// <summary>Numbers that were a patient's before: what was written from them is the patient's still.</summary>
internal static class FormerNumbers
{
    public static async Task RememberAsync(ClinicDb db, Patient patient, string phoneHash)
    {
        var key = PrefixOf(patient.Id) + phoneHash;
        if (await db.Values.FindAsync(key) is null) db.Values.Add(new StoredValue { Key = key, Value = patient.ClinicId });
    }

    /// <summary>Of everybody who has the number now; not the number itself.</summary>
    public static async Task<IReadOnlyCollection<string>> OfAsync(ClinicDb db, string clinicId, string phoneHash, CancellationToken ct)
    {
        var people = await db.Patients.Where(p => p.ClinicId == clinicId && p.PhoneHash == phoneHash).Select(p => p.Id).ToListAsync(ct);
        var former = (await ToldOfVisitsAsync(db, clinicId, people, ct)).ToHashSet();
        foreach (var prefix in people.Select(PrefixOf))
            former.UnionWith((await db.Values.Where(v => v.Key.StartsWith(prefix)).Select(v => v.Key).ToListAsync(ct)).Select(key => key[prefix.Length..]));
        former.Remove(phoneHash);
        return former;
    }

    // Numbers that changed before they were remembered; who acts for a patient has a number of their own.
    private static Task<List<string>> ToldOfVisitsAsync(ClinicDb db, string clinicId, List<string> people, CancellationToken ct) =>
        db.Outbound.Where(m => m.ClinicId == clinicId && db.Appointments.Any(a => a.ClinicId == clinicId && a.Id == m.AppointmentId
                && people.Contains(a.PatientId) && !db.Caregivers.Any(c => c.PatientId == a.PatientId && c.PhoneHash == m.ToHash)))
            .Select(m => m.ToHash).Distinct().ToListAsync(ct);

    private static string PrefixOf(string patientId) => $"former-number/{patientId}/";
}
