using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>What staff note about a visit from the board, without a ticket: told in person, driver named, fast released.</summary>
internal sealed class VisitRecords(ClinicStore store, CallOutcomes outcomes, ClinicClock clock, TimeProvider machine, Changes changes, Hints hints)
{
    private const int LongestNote = 200;

    /// <returns>Null when it was noted; otherwise why not.</returns>
    public async Task<string?> RecordAsync(DeskPerson person, string clinicId, string appointmentId, string outcome, string? note, CancellationToken ct = default)
    {
        if (!CallOutcomes.Recorded.Contains(outcome)) return "Choose what happened.";
        if (note?.Length > LongestNote) return $"The note may have {LongestNote} characters.";
        var refusal = await store.Write(async db =>
        {
            if (!person.Clinics.Contains(clinicId) || !await StaffPeople.MayActAsync(db, person.Name, clinicId)) return "Your account may not act here.";
            if (await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == appointmentId) is not { } visit) return "There is no such visit.";
            if (await outcomes.RecordAsync(db, visit, outcome, note, person.Name, clock.UtcNow) is { } why) return why;
            AuditLog.Add(db, clinicId, person.Name, "visit.record", appointmentId, machine.GetUtcNow());
            return null;
        }, ct);
        if (refusal is not null) return refusal;
        changes.Publish(new Change(clinicId));
        hints.WakeClinic(clinicId);
        return null;
    }
}
