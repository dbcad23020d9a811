using System.Text.Json;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Engine;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Retention;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using static CommsBot.Clinics.Moments;

namespace CommsBot.Appointments;

/// <param name="By">Who says so, for the audit log and the ledger.</param>
/// <param name="Method">How: <c>api</c>, <c>import</c>, <c>fhir</c> or <see cref="Desk"/>.</param>
internal sealed record Writer(string By, string Method)
{
    /// <summary>Typed by a person.</summary>
    public const string Desk = "staff";

    /// <summary>A row of a report, or of the practice system: says the same again and again, whatever was done here since.</summary>
    public bool IsSource => Method is "import" or "fhir";
}

/// <summary>The only writer of appointments: each change and its new plan are one transaction.</summary>
internal sealed partial class AppointmentBook(
    ClinicStore store, VisitPlans plans, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, Hints hints, Changes changes)
{
    public async Task<PutOutcome> PutAsync(string clinicId, string id, AppointmentDraft draft, Writer writer, CancellationToken ct)
    {
        var outcome = await store.Write(db => PutAsync(db, clinicId, id, draft, writer), ct);
        if (Writes(outcome) || outcome == PutOutcome.ChangedHere) Tell(clinicId);
        return outcome;
    }

    /// <summary>What the same put would do; writes nothing.</summary>
    public async Task<PutOutcome> TryAsync(string clinicId, string id, AppointmentDraft draft, Writer writer, CancellationToken ct)
    {
        await using var db = store.Read();
        var known = await db.Appointments.SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id, ct);
        return await OutcomeAsync(db, clinicId, known, draft, HashOf(db, draft), writer, clock.UtcNow);
    }

    /// <summary>After the commit of a write that changed visits.</summary>
    public void Tell(string clinicId)
    {
        hints.WakeClinic(clinicId);
        changes.Publish(new Change(clinicId));
    }

    /// <summary>The same inside the caller's write, who tells after the commit.</summary>
    public async Task<PutOutcome> PutAsync(ClinicDb db, string clinicId, string id, AppointmentDraft draft, Writer writer)
    {
        var now = clock.UtcNow;
        var known = await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id);
        var hash = HashOf(db, draft);
        var outcome = await OutcomeAsync(db, clinicId, known, draft, hash, writer, now);
        if (outcome == PutOutcome.Unchanged && writer.IsSource) Agree(known!, draft, hash);
        if (outcome == PutOutcome.ChangedHere) await AskAsync(db, known!, new Standing(draft.Status), draft.StartsAt, hash, now);
        if (!Writes(outcome)) return outcome;

        var file = await PatientUpdate.TakeOverAsync(db, clinicId, draft.Patient, known);
        if (file.PhoneChanged) await LegalHolds.FollowAsync(db, file.Patient, db.Entry(file.Patient).Property(p => p.PhoneHash).OriginalValue, writer.By, machine.GetUtcNow());
        if (draft.Patient.Stop is { } stop) await ContactBlocks.StopAsync(db, file.Patient, stop, writer.By, now);
        var consented = await PatientUpdate.ConsentAsync(db, clinicId, file.Patient, draft, writer, now);
        var visit = known ?? New(db, clinicId, id, file.Patient, draft, writer);
        var before = Needs.Of(visit, plans);
        var was = known?.Status;
        Apply(visit, file.Patient, draft);
        if (before.StartsAt != visit.StartsAt)
        {
            visit.MovedAt = now;
            if (draft.Preparation is null) Releases.EndTimes(visit);
        }

        await Releases.EndUnder18Async(db, visit, file.Patient);
        Remember(visit, writer, hash, decided: known is not null && (was != draft.Status || before.StartsAt != visit.StartsAt));
        AuditLog.Add(db, clinicId, writer.By, "appointment.put", id, machine.GetUtcNow());

        if (draft.Status == AppointmentStatus.Booked)
        {
            visit.Status = AppointmentStatus.Booked;
            await PlanAsync(db, visit, file, before, was, now);
        }
        else if (was != AppointmentStatus.Cancelled || draft.Status != AppointmentStatus.Cancelled)
        {
            // What is cancelled already was said to the patient; only its facts are taken over.
            await SetStatusAsync(db, visit, file.Patient, draft.Status, now);
        }

        if (file.PhoneChanged || file.PlansChange) await OtherVisitsAsync(db, visit, file, now);
        if (consented) await plans.RefreshNumberAsync(db, clinicId, file.Patient.PhoneHash, now, except: id);
        return outcome;
    }

    private async Task PlanAsync(ClinicDb db, Appointment visit, OnFile file, Needs before, AppointmentStatus? was, DateTimeOffset now)
    {
        var moved = before.StartsAt != visit.StartsAt;
        if (was == AppointmentStatus.Booked && before == Needs.Of(visit, plans) && !file.PhoneChanged)
        {
            await plans.RefreshAsync(db, visit, file.Patient, now);
            return;
        }

        if (moved) await ForgetAsync(db, visit, before.StartsAt);
        var wrong = was == AppointmentStatus.Cancelled ? visit.StartsAt : moved ? Earlier(before.StartsAt, visit.StartsAt) : (DateTimeOffset?)null;
        await plans.AnewAsync(db, visit, file.Patient, was is null ? VisitPlans.New : moved ? "moved" : "changed", wrong, now);
    }

    /// <summary>What the patient said about the old date does not hold for any other.</summary>
    private async Task ForgetAsync(ClinicDb db, Appointment visit, DateTimeOffset before)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        visit.UnderstoodVersion = null;
        if (clinic.DateOf(before) != clinic.DateOf(visit.StartsAt)) visit.Driver = null;
        if (VisitRows.ScreenOf(visit) is not (HealthScreen.ClearedByPatient or HealthScreen.AnsweredLate)) return;
        var answered = await db.Outbound.Where(m => m.ClinicId == visit.ClinicId && m.AppointmentId == visit.Id && m.Expects == "13" && m.AnsweredAt != null)
            .MaxAsync(m => m.AnsweredAt);
        if (answered is { } at && visit.StartsAt - at <= TimeSpan.FromDays(14)) return;
        visit.ScreenState = "unknown";
        visit.ScreenSetBy = null;
    }

    /// <summary>Texts to the old number say nothing to the new one: every coming visit is planned anew. What else is new of the patient, their plans follow.</summary>
    private async Task OtherVisitsAsync(ClinicDb db, Appointment changed, OnFile file, DateTimeOffset now)
    {
        var patient = file.Patient;
        var others = await db.Appointments.AsTracking().Where(a => a.ClinicId == changed.ClinicId && a.PatientId == patient.Id && a.Id != changed.Id
            && a.Status == AppointmentStatus.Booked && a.StartsAt > now).ToListAsync();
        foreach (var other in others) await Releases.EndUnder18Async(db, other, patient);
        if (!file.PhoneChanged) await plans.RefreshPatientAsync(db, patient, now, except: changed.Id);
        else foreach (var other in others) await plans.AnewAsync(db, other, patient, "phone-changed", null, now);
    }

    private static bool IsOver(AppointmentStatus status) => status is AppointmentStatus.Fulfilled or AppointmentStatus.NoShow;

    private static bool Writes(PutOutcome outcome) => outcome != PutOutcome.Unchanged && PutRefusals.Of(outcome) is null;

    private static async Task<PutOutcome> OutcomeAsync(
        ClinicDb db, string clinicId, Appointment? known, AppointmentDraft draft, string hash, Writer writer, DateTimeOffset now)
    {
        var outcome = OutcomeOf(known, draft, hash, writer, now);
        return Writes(outcome) && await Releases.RefusalAsync(db, clinicId, known, draft, now) is { } refused ? refused : outcome;
    }

    private static PutOutcome OutcomeOf(Appointment? known, AppointmentDraft draft, string hash, Writer writer, DateTimeOffset now)
    {
        if (known is not null && LastSaid(known, writer) == hash) return PutOutcome.Unchanged;
        var moved = known is not null && known.StartsAt != draft.StartsAt;
        var booked = draft.Status == AppointmentStatus.Booked;
        if (booked && draft.StartsAt <= now && (known is null || moved || known.Status != AppointmentStatus.Booked)) return PutOutcome.InThePast;
        if (IsOver(draft.Status) && draft.StartsAt > now) return PutOutcome.StillAhead;
        if (known is null) return PutOutcome.Created;
        if (IsDisputed(known, draft.Status, draft.StartsAt, writer)) return PutOutcome.ChangedHere;
        if (draft.Status == AppointmentStatus.Cancelled && known.Status != AppointmentStatus.Cancelled) return PutOutcome.Cancelled;
        return moved ? PutOutcome.Moved : PutOutcome.Changed;
    }

    private static string HashOf(ClinicDb db, AppointmentDraft draft) => db.Cipher.LookUpHash(JsonSerializer.Serialize(new { draft, draft.Patient.Phone.E164 }));

    private static Appointment New(ClinicDb db, string clinicId, string id, Patient patient, AppointmentDraft draft, Writer writer)
    {
        var visit = new Appointment
        {
            ClinicId = clinicId, Id = id, PatientId = patient.Id, StartsAt = draft.StartsAt, Protocol = draft.Protocol, Status = draft.Status,
            TypedAtDesk = writer.Method == Writer.Desk,
        };
        db.Appointments.Add(visit);
        return visit;
    }

    private static void Apply(Appointment visit, Patient patient, AppointmentDraft draft)
    {
        visit.PatientId = patient.Id;
        visit.StartsAt = draft.StartsAt;
        visit.DurationMinutes = draft.DurationMinutes ?? visit.DurationMinutes;
        visit.Protocol = draft.Protocol;
        if (draft.Screen is { } screen) (visit.ScreenState, visit.ScreenSetBy) = Releases.Screen(visit, screen);
        if (draft.Preparation is { } preparation) Releases.Prepare(visit, preparation);
    }

    /// <summary>What a plan stands on: when it changes, older texts are wrong.</summary>
    private sealed record Needs(DateTimeOffset StartsAt, string Protocol, string Mode, DateTimeOffset? Food, DateTimeOffset? Clear, string PatientId, bool Closed)
    {
        public static Needs Of(Appointment visit, VisitPlans plans) =>
            new(visit.StartsAt, visit.Protocol, visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PatientId, plans.IsClosedDuring(visit));
    }
}
