using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Stopping;

/// <summary>Why nothing was done, in a sentence for the person; null when it was done.</summary>
/// <param name="Block">The line that stands, or stood.</param>
/// <param name="Withdrawn">How many planned texts were taken back.</param>
internal sealed record StopResult(string? Refusal, ContactBlock? Block = null, int Withdrawn = 0);

/// <summary>
/// "Do not contact": a person decides that a patient, or a number that belongs to somebody else, is texted no more. Everything planned is taken back in
/// the same transaction; no import, update or START undoes it, only a person with a reason.
/// </summary>
internal sealed class ContactStops(ClinicStore store, VisitPlans plans, ClinicClock clock, TimeProvider machine, Hints hints, Changes changes)
{
    private const int LongestReason = 400;

    /// <summary>The patient of that visit is texted no more, whatever number the next import names.</summary>
    public Task<StopResult> StopPatientAsync(DeskPerson person, string clinicId, string appointmentId, BlockReason reason, CancellationToken ct = default) =>
        ActAsync(person, clinicId, async db =>
        {
            var visit = await db.Appointments.SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == appointmentId, ct);
            return visit is null ? new StopResult("There is no such visit.") : await StopAsync(db, await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId, ct), reason, person.Name);
        }, ct);

    /// <summary>The same for a patient on file, with or without a visit.</summary>
    public Task<StopResult> StopPersonAsync(DeskPerson person, string clinicId, string patientId, BlockReason reason, CancellationToken ct = default) =>
        ActAsync(person, clinicId, async db => await db.Patients.AsTracking().SingleOrDefaultAsync(p => p.ClinicId == clinicId && p.Id == patientId, ct) is { } patient
            ? await StopAsync(db, patient, reason, person.Name)
            : new StopResult("There is no such patient."), ct);

    private async Task<StopResult> StopAsync(ClinicDb db, Patient patient, BlockReason reason, string by)
    {
        var now = clock.UtcNow;
        if (reason == BlockReason.WrongNumber) return await CloseNumberAsync(db, plans, patient.ClinicId, await Recipient.OfAsync(db, patient, now), by, now);
        var block = await ContactBlocks.StopAsync(db, patient, reason, by, now);
        await db.SaveChangesAsync();
        var withdrawn = await SilenceAsync(db, plans, patient.ClinicId, [patient], now);
        await LaterRefusal.OfPatientAsync(db, patient, now);
        return new StopResult(null, block, withdrawn);
    }

    /// <summary>The number is somebody else's: nobody who has it on file is texted there, and each coming visit asks for the right one.</summary>
    public Task<StopResult> CloseNumberAsync(DeskPerson person, string clinicId, PhoneNumber phone, CancellationToken ct = default) =>
        ActAsync(person, clinicId, db => CloseNumberAsync(db, plans, clinicId, new Recipient(phone.E164, db.Cipher.LookUpHash(phone.E164), false, false), person.Name, clock.UtcNow), ct);

    /// <summary>Ends it. What was taken back stays so; coming visits are planned anew.</summary>
    /// <param name="why">In the person's words; kept with the line.</param>
    public Task<StopResult> LiftAsync(DeskPerson person, string clinicId, string blockId, string? why, CancellationToken ct = default) =>
        ActAsync(person, clinicId, async db =>
        {
            if (string.IsNullOrWhiteSpace(why) || why.Length > LongestReason) return new StopResult($"Say why, in at most {LongestReason} characters.");
            var block = await db.ContactBlocks.AsTracking().SingleOrDefaultAsync(b => b.ClinicId == clinicId && b.Id == blockId, ct);
            if (block is null) return new StopResult("There is no such line.");
            if (block.LiftedAt is not null) return new StopResult("It was lifted before.", block);
            (block.LiftedBy, block.LiftedAt, block.LiftedFor) = (person.Name, clock.UtcNow, why.Trim());
            var freed = block.PatientId is { } id
                ? await db.Patients.AsTracking().Where(p => p.ClinicId == clinicId && p.Id == id).ToListAsync(ct)
                : await Caregivers.TextedAtAsync(db, clinicId, block.PhoneHash!, clock.UtcNow);
            if (block.PatientId is not null) freed.ForEach(patient => patient.DoNotContact = false);
            await db.SaveChangesAsync(ct);
            foreach (var (visit, patient) in await ComingAsync(db, clinicId, freed, clock.UtcNow)) await plans.AnewAsync(db, visit, patient, "contact-again", null, clock.UtcNow);
            AuditLog.Add(db, clinicId, person.Name, "contact.lift", block.Id, machine.GetUtcNow());
            return new StopResult(null, block);
        }, ct);

    /// <summary>The same in the caller's transaction, for whoever says on the phone itself that the number is theirs.</summary>
    /// <param name="now">Clinic time.</param>
    public static async Task<StopResult> CloseNumberAsync(ClinicDb db, VisitPlans plans, string clinicId, Recipient number, string by, DateTimeOffset now)
    {
        var hash = number.PhoneHash;
        var block = await ContactBlocks.CloseNumberAsync(db, clinicId, hash, by, now);
        await db.SaveChangesAsync();
        var people = new List<Patient>();
        // Who is texted at another number stays as planned.
        foreach (var patient in await Caregivers.TextedAtAsync(db, clinicId, hash, now))
            if ((await Recipient.OfAsync(db, patient, now)).PhoneHash == hash) people.Add(patient);
        var withdrawn = await SilenceAsync(db, plans, clinicId, people, now);
        foreach (var text in await db.Outbound.AsTracking().Where(m => m.ClinicId == clinicId && m.ToHash == hash && m.Class == MessageClass.Plan
                     && (m.State == MessageState.Planned || m.State == MessageState.Held)).ToListAsync())
        {
            (text.State, text.Reason) = (MessageState.Withdrawn, "do-not-contact");
            withdrawn++;
        }

        await LaterRefusal.OfNumberAsync(db, clinicId, hash, now);
        await db.SaveChangesAsync();
        return new StopResult(null, block, withdrawn);
    }

    private static async Task<int> SilenceAsync(ClinicDb db, VisitPlans plans, string clinicId, IReadOnlyList<Patient> patients, DateTimeOffset now)
    {
        var withdrawn = 0;
        foreach (var (visit, patient) in await ComingAsync(db, clinicId, patients, now))
        {
            withdrawn += await db.Outbound.CountAsync(m => m.ClinicId == clinicId && m.AppointmentId == visit.Id && (m.State == MessageState.Planned || m.State == MessageState.Held));
            await plans.SilenceAsync(db, visit, patient, "do-not-contact", now);
        }

        await db.SaveChangesAsync();
        return withdrawn;
    }

    private static async Task<List<(Appointment Visit, Patient Patient)>> ComingAsync(ClinicDb db, string clinicId, IReadOnlyList<Patient> patients, DateTimeOffset now)
    {
        var ids = patients.Select(p => p.Id).ToList();
        var visits = await db.Appointments.AsTracking().Where(a => a.ClinicId == clinicId && ids.Contains(a.PatientId) && a.StartsAt > now && a.Status == AppointmentStatus.Booked).ToListAsync();
        return visits.ConvertAll(visit => (visit, patients.First(p => p.Id == visit.PatientId)));
    }

    private async Task<StopResult> ActAsync(DeskPerson person, string clinicId, Func<ClinicDb, Task<StopResult>> act, CancellationToken ct)
    {
        if (!person.Clinics.Contains(clinicId)) return new StopResult("This clinic is not yours.");
        var result = await store.WriteIf(async db =>
        {
            if (!await StaffPeople.MayActAsync(db, person.Name, clinicId)) return new StopResult("You may not act for this clinic.");
            var acted = await act(db);
            if (acted is { Refusal: null, Block.LiftedAt: null }) AuditLog.Add(db, clinicId, person.Name, "contact.stop", acted.Block!.Id, machine.GetUtcNow());
            return acted;
        }, acted => acted.Refusal is null, ct);
        if (result.Refusal is not null) return result;
        hints.WakeClinic(clinicId);
        changes.Publish(new Change(clinicId));
        return result;
    }
}
