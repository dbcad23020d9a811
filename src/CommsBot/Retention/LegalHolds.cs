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
            return (hold.Id, null);
        }, ct);

    /// <returns>Why it was not lifted; null when it was.</returns>
    public Task<string?> LiftAsync(DeskPerson person, string clinicId, string holdId, CancellationToken ct = default) => store.Write(async db =>
    {
        if (!await MayActAsync(db, person, clinicId)) return NotYours;
        var hold = await db.LegalHolds.AsTracking().SingleOrDefaultAsync(h => h.ClinicId == clinicId && h.Id == holdId && h.LiftedAt == null, ct);
        if (hold is null) return "There is no such hold.";
        (hold.LiftedBy, hold.LiftedAt) = (person.Name, clock.UtcNow);
        AuditLog.Add(db, clinicId, person.Name, "hold.lift", hold.Id, machine.GetUtcNow());
        return (string?)null;
    }, ct);

    private static async Task<bool> MayActAsync(ClinicDb db, DeskPerson person, string clinicId) =>
        person.IsClinical && person.Clinics.Contains(clinicId)
        && await StaffPeople.FindAsync(db, person.Name) is { Disabled: false } known && DeskPerson.IsClinicalRole(known.Role) && known.ClinicIds.Contains(clinicId);
}
