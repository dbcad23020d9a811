using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Patients;

/// <summary>Who must not be texted, as staff decided. Lines are never removed, only lifted, by a person and with a reason.</summary>
internal static class ContactBlocks
{
    public static async Task<bool> ClosesAsync(ClinicDb db, string clinicId, string phoneHash) => (await ClosedAsync(db, clinicId, [phoneHash])).Count > 0;

    /// <summary>Which of these numbers are closed for everybody who has them on file.</summary>
    public static async Task<IReadOnlySet<string>> ClosedAsync(ClinicDb db, string clinicId, IReadOnlyCollection<string> phoneHashes) =>
        (await Standing(db, clinicId).Where(b => b.PhoneHash != null && phoneHashes.Contains(b.PhoneHash)).Select(b => b.PhoneHash!).ToListAsync()).ToHashSet();

    /// <summary>Closes a number; one that is closed stays as it is.</summary>
    public static async Task<ContactBlock> CloseNumberAsync(ClinicDb db, string clinicId, string phoneHash, string by, DateTimeOffset now)
    {
        if (await Standing(db, clinicId).FirstOrDefaultAsync(b => b.PhoneHash == phoneHash) is { } known) return known;
        return Add(db, new ContactBlock { Id = Ids.New("block"), ClinicId = clinicId, PhoneHash = phoneHash, Reason = BlockReason.WrongNumber, By = by, At = now });
    }

    /// <param name="patient">Tracked by <paramref name="db"/>.</param>
    public static async Task<ContactBlock> StopAsync(ClinicDb db, Patient patient, BlockReason reason, string by, DateTimeOffset now)
    {
        patient.DoNotContact = true;
        if (await Standing(db, patient.ClinicId).FirstOrDefaultAsync(b => b.PatientId == patient.Id) is { } known) return known;
        return Add(db, new ContactBlock { Id = Ids.New("block"), ClinicId = patient.ClinicId, PatientId = patient.Id, Reason = reason, By = by, At = now });
    }

    private static IQueryable<ContactBlock> Standing(ClinicDb db, string clinicId) => db.ContactBlocks.Where(b => b.ClinicId == clinicId && b.LiftedAt == null);

    private static ContactBlock Add(ClinicDb db, ContactBlock block)
    {
        db.ContactBlocks.Add(block);
        return block;
    }
}
