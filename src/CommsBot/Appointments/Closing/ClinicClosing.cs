using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Closing;

/// <summary>One visit that a closure takes away, and how its patient is told.</summary>
/// <param name="Told"><c>text</c>, <c>call</c> where nobody may text the patient, or <c>nobody</c> where nobody may phone either.</param>
/// <param name="Message">The approved words as this patient reads them; null where a person calls, or nobody does.</param>
internal sealed record ClosedVisit(string AppointmentId, string Patient, DateTimeOffset StartsAt, string Told, string? Message = null, string? Language = null);

/// <param name="Refusal">Why nothing was done, in a sentence; null when it was, or could be.</param>
internal sealed record ClosingResult(string? Refusal, string? ClosureId, IReadOnlyList<ClosedVisit> Visits)
{
    public static ClosingResult No(string why) => new(why, null, []);
}

/// <summary>
/// Closes a clinic for a stretch of time: the plans of its visits are withdrawn in one transaction, each patient is told by text (or is on the call
/// list), and hours, greetings and promises follow at once. The visits stay on the books until the clinic's own system moves them.
/// </summary>
internal sealed class ClinicClosing(
    ClinicStore store, ClinicDirectory clinics, VisitPlans plans, ClosedTimes times, ClinicClock clock, TimeProvider machine, AuditLog audit, Hints hints, Changes changes)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(90);
    private static readonly TimeSpan LongestVisit = TimeSpan.FromDays(1);

    /// <summary>Who would be told, and how; changes nothing.</summary>
    public async Task<ClosingResult> PreviewAsync(DeskPerson person, string clinicId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct = default)
    {
        if (Fault(person, clinicId, from, until) is { } fault) return ClosingResult.No(fault);
        await using var db = store.Read();
        if (!await StaffPeople.MayActAsync(db, person.Name, clinicId)) return ClosingResult.No("You may not act for this clinic.");
        var visits = new List<ClosedVisit>();
        foreach (var (visit, patient) in await VisitsAsync(db, clinicId, from, until)) visits.Add(await ForecastAsync(db, visit, patient));
        await audit.ReadListAsync(person.Name, "closure.previewed", visits.Select(visit => (clinicId, visit.AppointmentId)));
        return new ClosingResult(null, null, visits);
    }

    public async Task<ClosingResult> CloseAsync(DeskPerson person, string clinicId, DateTimeOffset from, DateTimeOffset until, CancellationToken ct = default)
    {
        if (Fault(person, clinicId, from, until) is { } fault) return ClosingResult.No(fault);
        var result = await store.Write(db => CloseAsync(db, person, clinicId, from, until), ct);
        if (result.Refusal is null) await TellAsync(clinicId, ct);
        return result;
    }

    /// <summary>Opens again before the end. Whoever was told that the visit is off is phoned: it may take place now.</summary>
    public async Task<ClosingResult> ReopenAsync(DeskPerson person, string clinicId, string closureId, CancellationToken ct = default)
    {
        if (!person.Clinics.Contains(clinicId)) return ClosingResult.No("This clinic is not yours.");
        var result = await store.Write(db => LiftAsync(db, person, clinicId, closureId), ct);
        if (result.Refusal is not null) return result;
        await TellAsync(clinicId, ct);
        // Planned again only now that the hours no longer say "closed".
        await store.Write(async db =>
        {
            foreach (var seen in result.Visits)
            {
                var visit = await db.Appointments.AsTracking().SingleAsync(a => a.ClinicId == clinicId && a.Id == seen.AppointmentId);
                var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
                await plans.AnewAsync(db, visit, patient, "reopened", null, clock.UtcNow);
            }
        }, ct);
        hints.WakeClinic(clinicId);
        return result;
    }

    private async Task<ClosedVisit> ForecastAsync(ClinicDb db, Appointment visit, Patient patient)
    {
        var (words, language) = await plans.ClosedWordsAsync(db, visit, patient, clock.UtcNow);
        return Seen(visit, patient, words is not null, await ContactBlocks.IsLeftAloneAsync(db, patient)) with { Message = words, Language = words is null ? null : Content.Languages.Code(language) };
    }

    private async Task<ClosingResult> CloseAsync(ClinicDb db, DeskPerson person, string clinicId, DateTimeOffset from, DateTimeOffset until)
    {
        var now = clock.UtcNow;
        if (!await StaffPeople.MayActAsync(db, person.Name, clinicId)) return ClosingResult.No("You may not act for this clinic.");
        if (await db.Closures.AnyAsync(c => c.ClinicId == clinicId && c.LiftedAt == null && c.From == from && c.Until == until)) return ClosingResult.No("The clinic is closed for exactly that time already.");
        var closure = new Closure { Id = Ids.New("closure"), ClinicId = clinicId, From = from, Until = until, By = person.Name, At = now };
        db.Closures.Add(closure);
        var seen = new List<ClosedVisit>();
        foreach (var (visit, patient) in await VisitsAsync(db, clinicId, from, until))
        {
            var texted = await plans.CloseAsync(db, visit, patient, now);
            var alone = await ContactBlocks.IsLeftAloneAsync(db, patient);
            if (!texted && !alone) await RingAsync(db, visit, patient, VisitPlans.ClinicClosed, "The clinic is closed at the time of this visit, and nobody may text the patient. Say so by phone: eat and drink as usual.");
            seen.Add(Seen(visit, patient, texted, alone));
        }

        AuditLog.Add(db, clinicId, person.Name, "clinic.close", closure.Id, machine.GetUtcNow());
        return new ClosingResult(null, closure.Id, seen);
    }

    private async Task<ClosingResult> LiftAsync(ClinicDb db, DeskPerson person, string clinicId, string closureId)
    {
        if (!await StaffPeople.MayActAsync(db, person.Name, clinicId)) return ClosingResult.No("You may not act for this clinic.");
        var closure = await db.Closures.AsTracking().SingleOrDefaultAsync(c => c.ClinicId == clinicId && c.Id == closureId);
        if (closure is null or { LiftedAt: not null }) return ClosingResult.No("There is no such closure.");
        (closure.LiftedBy, closure.LiftedAt) = (person.Name, clock.UtcNow);
        var seen = new List<ClosedVisit>();
        foreach (var (visit, patient) in await VisitsAsync(db, clinicId, closure.From, closure.Until))
        {
            var alone = await ContactBlocks.IsLeftAloneAsync(db, patient);
            if (!alone) await RingAsync(db, visit, patient, "clinic-reopened", "The patient was told that the clinic is closed. It is open again: ask whether the visit takes place.");
            seen.Add(Seen(visit, patient, texted: false, alone));
        }

        AuditLog.Add(db, clinicId, person.Name, "clinic.reopen", closure.Id, machine.GetUtcNow());
        return new ClosingResult(null, closure.Id, seen);
    }

    private async Task RingAsync(ClinicDb db, Appointment visit, Patient patient, string reason, string ask)
    {
        var to = await Recipient.OfAsync(db, patient, clock.UtcNow);
        await CallTasks.OpenAsync(db, new Handoff.CallTask(visit.ClinicId, reason, to.Phone, to.PhoneHash, clock.UtcNow)
        {
            AppointmentId = visit.Id,
            Language = patient.Language ?? Content.Language.English,
            Deadline = visit.StartsAt,
            Ask = ask,
            AtOnce = true,
        });
    }

    private async Task TellAsync(string clinicId, CancellationToken ct)
    {
        await times.LookAsync(ct);
        hints.WakeClinic(clinicId);
        changes.Publish(new Change(clinicId));
    }

    private string? Fault(DeskPerson person, string clinicId, DateTimeOffset from, DateTimeOffset until)
    {
        var now = clock.UtcNow;
        if (!person.Clinics.Contains(clinicId) || clinics.Find(clinicId) is null) return "This clinic is not yours.";
        if (until <= from) return "The end must come after the beginning.";
        if (until <= now) return "That time has passed.";
        if (until - from > Longest) return "At most 14 days at once.";
        return from > now + FarthestAhead ? "At most 90 days ahead." : null;
    }

    private ClosedVisit Seen(Appointment visit, Patient patient, bool texted, bool alone) => new(
        visit.Id, $"{patient.FirstName} {patient.LastName}".TrimEnd(), clinics.Find(visit.ClinicId)!.LocalTime(visit.StartsAt), texted ? "text" : alone ? "nobody" : "call");

    /// <summary>Visits that are not over by the time the clinic closes and begin before it opens again; one that has begun already is in staff's hands.</summary>
    private async Task<List<(Appointment Visit, Patient Patient)>> VisitsAsync(ClinicDb db, string clinicId, DateTimeOffset from, DateTimeOffset until)
    {
        var (now, earliest, time) = (clock.UtcNow, from - LongestVisit, new ClosedTime(from, until));
        var visits = await db.Appointments.AsTracking().Where(a => a.ClinicId == clinicId && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.StartsAt > earliest && a.StartsAt < until)
            .OrderBy(a => a.StartsAt).ToListAsync();
        visits.RemoveAll(visit => !time.Overlaps(visit.StartsAt, plans.EndOf(visit)));
        var ids = visits.ConvertAll(visit => visit.PatientId);
        var patients = await db.Patients.AsTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        return visits.ConvertAll(visit => (visit, patients[visit.PatientId]));
    }
}
