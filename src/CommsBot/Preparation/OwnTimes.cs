using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>
/// Cut-off times that a clinician sets for one visit, because the clinic's rule does not fit this patient. They let a held fast go, so nobody else may
/// set them; texts that left say other times, so the visit is planned anew.
/// </summary>
internal sealed class OwnTimes(ClinicStore store, VisitPlans plans, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, Hints hints, Changes changes)
{
    public static readonly TimeSpan LongestFast = TimeSpan.FromDays(2);

    /// <param name="food">No food after this, on the clinic's clock.</param>
    /// <param name="clear">Clear liquids until this, on the clinic's clock.</param>
    /// <returns>Null when they hold; otherwise why not.</returns>
    public Task<string?> SetAsync(DeskPerson person, string clinicId, string visitId, DateTime food, DateTime clear, CancellationToken ct = default)
    {
        if (clinics.Find(clinicId) is not { } clinic) return Task.FromResult<string?>("There is no such clinic.");
        return ActAsync(person, clinicId, visitId, visit =>
        {
            if (At(clinic, food) is not { } foodUntil || At(clinic, clear) is not { } clearUntil) return "This time falls into the hour that is skipped when clocks go forward.";
            if (foodUntil > clearUntil) return "Food must not end after clear liquids.";
            if (clearUntil > visit.StartsAt) return "Clear liquids must end before the visit starts.";
            if (visit.StartsAt - foodUntil > LongestFast) return "No fast is longer than two days: look at the day again.";
            (visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PreparationSetBy) = (Appointment.Individual, foodUntil, clearUntil, person.Name);
            return null;
        }, ct);
    }

    /// <summary>The clinic's rule again, and what held the fast before holds it again.</summary>
    public Task<string?> EndAsync(DeskPerson person, string clinicId, string visitId, CancellationToken ct = default) => ActAsync(person, clinicId, visitId, visit =>
    {
        if (visit.PreparationMode != Appointment.Individual) return "This visit has no times of its own.";
        (visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PreparationSetBy) = (Appointment.Standard, null, null, person.Name);
        return null;
    }, ct);

    private async Task<string?> ActAsync(DeskPerson person, string clinicId, string visitId, Func<Appointment, string?> act, CancellationToken ct)
    {
        var refusal = await store.Write(async db =>
        {
            if (!person.Clinics.Contains(clinicId) || !await StaffPeople.MayActAsync(db, person.Name, clinicId)) return "Your account may not act for this clinic.";
            if (await StaffPeople.FindAsync(db, person.Name) is not { Role: "clinician" }) return "Only a clinician may set times for one visit.";
            var visit = await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == visitId, ct);
            if (visit is not { Status: AppointmentStatus.Booked } || visit.StartsAt <= clock.UtcNow) return "This visit is not booked any more, or has begun.";
            if (act(visit) is { } why) return why;
            VisitRows.KnowYes(visit);
            await plans.AnewAsync(db, visit, await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId, ct), "changed", null, clock.UtcNow);
            AuditLog.Add(db, clinicId, person.Name, "visit.times", visitId, machine.GetUtcNow());
            return null;
        }, ct);
        if (refusal is not null) return refusal;
        changes.Publish(new Change(clinicId));
        hints.WakeClinic(clinicId);
        return null;
    }

    private static DateTimeOffset? At(Clinic clinic, DateTime local) => TableMoment.At(clinic, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
}
