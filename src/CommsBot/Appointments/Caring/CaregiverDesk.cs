using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Caring;

/// <param name="Refusal">Why nothing was done, in a sentence; null when it was.</param>
internal sealed record CaregiverResult(string? Refusal, Caregiver? Line = null);

/// <summary>
/// Who acts for a patient, as a named person records it. Recording and ending change the plans in the same transaction: what was planned for a number
/// that no longer speaks for the patient is withdrawn there.
/// </summary>
internal sealed class CaregiverDesk(ClinicStore store, ClinicDirectory clinics, VisitPlans plans, TextableNumbers numbers, ClinicClock clock, TimeProvider machine, Hints hints, Changes changes)
{
    public Task<CaregiverResult> RecordAsync(DeskPerson person, string clinicId, string patientId, CaregiverFields typed, CancellationToken ct = default) =>
        ActAsync(person, clinicId, "caregiver.record", async db =>
        {
            if ((typed.Fault() ?? numbers.Refusal(typed.Phone)) is { } fault) return new CaregiverResult(fault);
            if (await db.Patients.AsTracking().SingleOrDefaultAsync(p => p.ClinicId == clinicId && p.Id == patientId, ct) is not { } patient) return new CaregiverResult("There is no such patient.");
            var (phone, now) = (PhoneNumber.Parse(typed.Phone!), clock.UtcNow);
            var hash = db.Cipher.LookUpHash(phone.E164);
            if (await RefusalAsync(db, patient, typed, hash, now) is { } refusal) return new CaregiverResult(refusal);
            var line = New(patient, typed, phone, hash, person.Name, now);
            db.Caregivers.Add(line);
            if (typed.HasConsent)
                await ConsentLedger.Record(db, clinicId, phone, ConsentPurpose.Preparation, granted: true, typed.ConsentWords!.Trim(), $"staff: {typed.ConsentMethod!.Trim()}", person.Name, now);
            await plans.FollowCaregiversAsync(db, patient, now);
            return new CaregiverResult(null, line);
        }, ct);

    /// <summary>From now on the number does nothing for this patient.</summary>
    public Task<CaregiverResult> EndAsync(DeskPerson person, string clinicId, string id, CancellationToken ct = default) =>
        ActAsync(person, clinicId, "caregiver.end", async db =>
        {
            if (await StandingAsync(db, clinicId, id, ct) is not { } line) return new CaregiverResult("There is no such line, or it has ended.");
            await EndAsync(db, plans, line, person.Name, clock.UtcNow);
            return new CaregiverResult(null, line);
        }, ct);

    /// <summary>Staff spoke with that person on that number: facts go there for another 180 days.</summary>
    public Task<CaregiverResult> ConfirmAsync(DeskPerson person, string clinicId, string id, CancellationToken ct = default) =>
        ActAsync(person, clinicId, "caregiver.confirm", async db =>
        {
            if (await StandingAsync(db, clinicId, id, ct) is not { } line) return new CaregiverResult("There is no such line, or it has ended.");
            line.ConfirmedAt = clock.UtcNow;
            await plans.RefreshNumberAsync(db, clinicId, line.PhoneHash, clock.UtcNow);
            return new CaregiverResult(null, line);
        }, ct);

    public static async Task EndAsync(ClinicDb db, VisitPlans plans, Caregiver line, string by, DateTimeOffset now)
    {
        (line.EndedBy, line.EndedAt) = (by, now);
        await plans.FollowCaregiversAsync(db, await db.Patients.AsTracking().SingleAsync(p => p.Id == line.PatientId), now);
    }

    private async Task<string?> RefusalAsync(ClinicDb db, Patient patient, CaregiverFields typed, string hash, DateTimeOffset now)
    {
        if (typed.End(clinics.Find(patient.ClinicId)!, patient, now) <= now) return "The last day has passed.";
        if (hash == patient.PhoneHash && !(typed.IsGuardian && patient.IsMinorAt(now))) return "This is the patient's own number.";
        if (await ContactBlocks.ClosesAsync(db, patient.ClinicId, hash)) return "This number is marked as a wrong number.";
        var known = await Caregivers.Standing(db, patient.ClinicId, now).AnyAsync(c => c.PatientId == patient.Id && c.PhoneHash == hash);
        return known ? "This number is on the patient's file already. End that line first." : null;
    }

    private Caregiver New(Patient patient, CaregiverFields typed, PhoneNumber phone, string hash, string by, DateTimeOffset now) => new()
    {
        Id = Ids.New("carer"),
        ClinicId = patient.ClinicId,
        PatientId = patient.Id,
        Name = typed.Name!.Trim(),
        Phone = phone.E164,
        PhoneHash = hash,
        Relation = typed.Relation!.Trim(),
        IsGuardian = typed.IsGuardian,
        GetsTexts = typed.GetsTexts,
        HearsFacts = typed.HearsFacts,
        Proof = typed.Proof!.Trim(),
        ConfirmedAt = now,
        Until = typed.End(clinics.Find(patient.ClinicId)!, patient, now),
        By = by,
        At = now,
    };

    private Task<Caregiver?> StandingAsync(ClinicDb db, string clinicId, string id, CancellationToken ct) =>
        Caregivers.Standing(db, clinicId, clock.UtcNow).AsTracking().SingleOrDefaultAsync(c => c.Id == id, ct);

    private async Task<CaregiverResult> ActAsync(DeskPerson person, string clinicId, string action, Func<ClinicDb, Task<CaregiverResult>> act, CancellationToken ct)
    {
        if (!person.Clinics.Contains(clinicId)) return new CaregiverResult("This clinic is not yours.");
        var result = await store.WriteIf(async db =>
        {
            if (!await StaffPeople.MayActAsync(db, person.Name, clinicId)) return new CaregiverResult("You may not act for this clinic.");
            var acted = await act(db);
            if (acted.Line is { } line) AuditLog.Add(db, clinicId, person.Name, action, line.Id, machine.GetUtcNow());
            return acted;
        }, acted => acted.Refusal is null, ct);
        if (result.Refusal is not null) return result;
        hints.WakeClinic(clinicId);
        changes.Publish(new Change(clinicId));
        return result;
    }
}
