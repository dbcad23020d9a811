using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.People;

/// <summary>How a patient wants to be reached, as staff were told.</summary>
internal sealed class PatientDesk(ClinicStore store, TimeProvider machine)
{
    /// <param name="mode">One of <see cref="ContactModes.All"/>; null: by phone and by text.</param>
    /// <returns>False, and nothing changed, for another clinic's patient, an unknown mode, and a person who may not act.</returns>
    public Task<bool> ReachAsync(DeskPerson person, string id, Language? language, string? mode, bool interpreter, CancellationToken ct = default) => store.Write(async db =>
    {
        if (mode is not null && !ContactModes.All.Contains(mode)) return false;
        if (await db.Patients.AsTracking().SingleOrDefaultAsync(p => p.Id == id && person.Clinics.Contains(p.ClinicId), ct) is not { } patient) return false;
        if (!await StaffPeople.MayActAsync(db, person.Name, patient.ClinicId)) return false;
        (patient.Language, patient.ContactMode, patient.Interpreter) = (language, mode, interpreter);
        AuditLog.Add(db, patient.ClinicId, person.Name, "patient.reach", id, machine.GetUtcNow());
        return true;
    }, ct);
}
