using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.People;

/// <summary>How a patient wants to be reached, as staff were told.</summary>
internal sealed class PatientDesk(ClinicStore store, VisitPlans plans, ClinicClock clock, TimeProvider machine, Hints hints, Changes changes)
{
    /// <summary>Texts that are planned follow in the same write.</summary>
    /// <param name="mode">One of <see cref="ContactModes.All"/>; null: by phone and by text.</param>
    /// <param name="zone">IANA name of where the patient's day is; null: as at the clinic.</param>
    /// <returns>False, and nothing changed, for another clinic's patient, an unknown mode or zone, and a person who may not act.</returns>
    public async Task<bool> ReachAsync(DeskPerson person, string id, Language? language, string? mode, bool interpreter, string? zone = null, CancellationToken ct = default)
    {
        if (mode is not null && !ContactModes.All.Contains(mode)) return false;
        if (zone is not null && Zone.Find(zone) is null) return false;
        var changed = await store.WriteIf<string?>(async db =>
        {
            if (await db.Patients.AsTracking().SingleOrDefaultAsync(p => p.Id == id && person.Clinics.Contains(p.ClinicId), ct) is not { } patient) return null;
            if (!await StaffPeople.MayActAsync(db, person.Name, patient.ClinicId)) return null;
            (patient.Language, patient.ContactMode, patient.Interpreter, patient.TimeZone) = (language, mode, interpreter, zone);
            await plans.RefreshPatientAsync(db, patient, clock.UtcNow);
            AuditLog.Add(db, patient.ClinicId, person.Name, "patient.reach", id, machine.GetUtcNow());
            return patient.ClinicId;
        }, clinic => clinic is not null, ct);
        if (changed is null) return false;
        hints.WakeClinic(changed);
        changes.Publish(new Change(changed));
        return true;
    }
}
