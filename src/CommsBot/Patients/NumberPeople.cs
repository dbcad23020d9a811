using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Patients;

/// <summary>What a number that texts may do for one patient on whose file it stands.</summary>
/// <param name="Answers">Its replies count.</param>
/// <param name="Hears">It is told when the visit is, as long as it was confirmed lately.</param>
/// <param name="ConfirmedAt">Clinic time; null when nobody ever did.</param>
internal sealed record NumberPerson(Patient Patient, bool Answers, bool Hears, DateTimeOffset? ConfirmedAt)
{
    /// <summary>It is not the patient's own, or the patient is a minor: whoever writes speaks for the patient.</summary>
    public bool ForAnother { get; init; }
}

internal static class NumberPeople
{
    /// <summary>Everybody on whose file the number stands; nobody while it is closed. Who is under 18 is spoken for by the guardian alone.</summary>
    /// <param name="now">Clinic time.</param>
    public static async Task<IReadOnlyList<NumberPerson>> OfAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now, CancellationToken ct)
    {
        if (await ContactBlocks.ClosesAsync(db, clinicId, phoneHash)) return [];
        var lines = await Caregivers.Standing(db, clinicId, now).Where(c => c.PhoneHash == phoneHash).ToListAsync(ct);
        var cared = lines.ConvertAll(line => line.PatientId);
        var people = await db.Patients.AsNoTracking().Where(p => p.ClinicId == clinicId && !p.DoNotContact && (p.PhoneHash == phoneHash || cared.Contains(p.Id))).ToListAsync(ct);
        return people.ConvertAll(patient => Of(patient, phoneHash, lines, now));
    }

    private static NumberPerson Of(Patient patient, string phoneHash, List<Caregiver> lines, DateTimeOffset now)
    {
        var minor = patient.IsMinorAt(now);
        if (!minor && patient.PhoneHash == phoneHash) return new NumberPerson(patient, Answers: true, Hears: true, patient.PhoneConfirmedAt);
        var line = lines.Find(line => line.PatientId == patient.Id && (!minor || line.IsGuardian));
        return line is null ? new NumberPerson(patient, false, false, null) : new NumberPerson(patient, line.GetsTexts, line.HearsFacts, line.ConfirmedAt) { ForAnother = true };
    }
}
