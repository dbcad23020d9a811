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

    /// <summary>Why that patient is not texted; null when nobody said so. A stop without a line is taken for the one after which nobody is to be disturbed.</summary>
    public static async Task<BlockReason?> ReasonAsync(ClinicDb db, Patient patient) => !patient.DoNotContact ? null
        : await Standing(db, patient.ClinicId).Where(b => b.PatientId == patient.Id).Select(b => (BlockReason?)b.Reason).FirstOrDefaultAsync() ?? BlockReason.Deceased;

    /// <summary>Nobody phones about a visit either. Who asked for no texts is still phoned.</summary>
    public static bool LeavesAlone(BlockReason? reason) => reason is not (null or BlockReason.Asked);

    /// <inheritdoc cref="LeavesAlone"/>
    public static async Task<bool> IsLeftAloneAsync(ClinicDb db, Patient patient) => LeavesAlone(await ReasonAsync(db, patient));

    /// <summary>Nobody writes to that number unasked: it is closed, or somebody on whose file it stands is not to be contacted.</summary>
    public static async Task<bool> SilenceAsync(ClinicDb db, string clinicId, string phoneHash) =>
        await ClosesAsync(db, clinicId, phoneHash) || await db.Patients.AnyAsync(p => p.ClinicId == clinicId && p.PhoneHash == phoneHash && p.DoNotContact);

    /// <summary>One line per patient stands; a death takes the place of any other reason, for then nobody phones either.</summary>
    /// <param name="patient">Tracked by <paramref name="db"/>.</param>
    public static async Task<ContactBlock> StopAsync(ClinicDb db, Patient patient, BlockReason reason, string by, DateTimeOffset now)
    {
        patient.DoNotContact = true;
        if (await Standing(db, patient.ClinicId).AsTracking().FirstOrDefaultAsync(b => b.PatientId == patient.Id) is { } known)
        {
            if (known.Reason == reason || reason != BlockReason.Deceased) return known;
            (known.LiftedBy, known.LiftedAt, known.LiftedFor) = (by, now, "The patient died.");
        }

        return Add(db, new ContactBlock { Id = Ids.New("block"), ClinicId = patient.ClinicId, PatientId = patient.Id, Reason = reason, By = by, At = now });
    }

    private static IQueryable<ContactBlock> Standing(ClinicDb db, string clinicId) => db.ContactBlocks.Where(b => b.ClinicId == clinicId && b.LiftedAt == null);

    private static ContactBlock Add(ClinicDb db, ContactBlock block)
    {
        db.ContactBlocks.Add(block);
        return block;
    }
}
