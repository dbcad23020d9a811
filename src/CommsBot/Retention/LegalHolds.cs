using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Retention;

/// <summary>Keeps a conversation, or everything of a number, from being deleted: placed and lifted by a clinician or an administrator, audited.</summary>
internal sealed class LegalHolds(ClinicStore store, ClinicClock clock, TimeProvider machine)
{
    public const int LongestReason = 400;

    /// <summary>Stands between the id of a hold and what tells the rows apart that follow its patient to other numbers.</summary>
    private const string Follows = ".";

    private const string NotYours = "Only a clinician or an administrator of this clinic may do this.";

    /// <returns>The hold's id, or why none was placed.</returns>
    public Task<(string? Id, string? Refusal)> PlaceAsync(DeskPerson person, string clinicId, string? conversationId, PhoneNumber? phone, string? reason, CancellationToken ct = default) =>
        store.Write<(string?, string?)>(async db =>
        {
            if (!await MayActAsync(db, person, clinicId)) return (null, NotYours);
            if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) return (null, $"Say why, in at most {LongestReason} characters.");
            if ((conversationId is null) == (phone is null)) return (null, "Name a conversation or a number, one of the two.");
            if (conversationId is not null && !await db.Conversations.AnyAsync(c => c.ClinicId == clinicId && c.Id == conversationId, ct)) return (null, "There is no such conversation.");
            var hold = new LegalHold
            {
                Id = Ids.New("hold"), ClinicId = clinicId, ConversationId = conversationId, PhoneHash = phone is null ? null : db.Cipher.LookUpHash(phone.E164),
                Reason = reason.Trim(), By = person.Name, At = clock.UtcNow,
            };
            db.LegalHolds.Add(hold);
            AuditLog.Add(db, clinicId, person.Name, "hold.place", hold.Id, machine.GetUtcNow());
            if (hold.PhoneHash is { } number)
                foreach (var former in await FormerNumbers.OfAsync(db, clinicId, number, ct)) Follow(db, hold, former, person.Name, machine.GetUtcNow());
            return (hold.Id, null);
        }, ct);

    /// <returns>Why it was not lifted; null when it was.</returns>
    public Task<string?> LiftAsync(DeskPerson person, string clinicId, string holdId, CancellationToken ct = default) => store.Write(async db =>
    {
        if (!await MayActAsync(db, person, clinicId)) return NotYours;
        var hold = await db.LegalHolds.AsTracking().SingleOrDefaultAsync(h => h.ClinicId == clinicId && h.Id == holdId && h.LiftedAt == null, ct);
        if (hold is null) return "There is no such hold.";
        var (root, followed) = (RootOf(hold), RootOf(hold) + Follows);
        foreach (var same in await db.LegalHolds.AsTracking().Where(h => h.ClinicId == clinicId && h.LiftedAt == null && (h.Id == root || h.Id.StartsWith(followed))).ToListAsync(ct))
            (same.LiftedBy, same.LiftedAt) = (person.Name, clock.UtcNow);
        AuditLog.Add(db, clinicId, person.Name, "hold.lift", hold.Id, machine.GetUtcNow());
        return (string?)null;
    }, ct);

    /// <summary>
    /// A patient has another number: what holds the old one holds the new one too, and what will hold the new one reaches back to the old. It is the same
    /// hold, and whoever lifts it lifts it from both.
    /// </summary>
    /// <param name="by">Who wrote the new number.</param>
    /// <param name="at">Machine time.</param>
    public static async Task FollowAsync(ClinicDb db, Patient patient, string oldHash, string by, DateTimeOffset at)
    {
        var (clinicId, newHash) = (patient.ClinicId, patient.PhoneHash);
        await FormerNumbers.RememberAsync(db, patient, oldHash);
        var standing = await db.LegalHolds.Where(h => h.ClinicId == clinicId && h.LiftedAt == null && (h.PhoneHash == oldHash || h.PhoneHash == newHash)).ToListAsync();
        var there = standing.Where(h => h.PhoneHash == newHash).Select(RootOf).ToHashSet();
        foreach (var hold in standing.Where(h => h.PhoneHash == oldHash && there.Add(RootOf(h)))) Follow(db, hold, newHash, by, at);
    }

    private static void Follow(ClinicDb db, LegalHold hold, string hash, string by, DateTimeOffset at)
    {
        var same = new LegalHold { Id = RootOf(hold) + Follows + Ids.New("number"), ClinicId = hold.ClinicId, PhoneHash = hash, Reason = hold.Reason, By = hold.By, At = hold.At };
        db.LegalHolds.Add(same);
        AuditLog.Add(db, hold.ClinicId, by, "hold.follow", same.Id, at);
    }

    private static string RootOf(LegalHold hold) => hold.Id.Split(Follows)[0];

    private static async Task<bool> MayActAsync(ClinicDb db, DeskPerson person, string clinicId) =>
        person.IsClinical && person.Clinics.Contains(clinicId)
        && await StaffPeople.FindAsync(db, person.Name) is { Disabled: false } known && DeskPerson.IsClinicalRole(known.Role) && known.ClinicIds.Contains(clinicId);
}
