using System.Text.Json;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Engine;
using CommsBot.Patients;
using CommsBot.Preparation;
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
}

/// <summary>The only writer of appointments: each change and its new plan are one transaction.</summary>
internal sealed class AppointmentBook(ClinicStore store, VisitPlans plans, ClinicClock clock, TimeProvider machine, Hints hints, Changes changes)
{
    public async Task<PutOutcome> PutAsync(string clinicId, string id, AppointmentDraft draft, Writer writer, CancellationToken ct)
    {
        var outcome = await store.Write(db => PutAsync(db, clinicId, id, draft, writer), ct);
        if (Writes(outcome)) Tell(clinicId);
        return outcome;
    }

    /// <summary>What the same put would do; writes nothing.</summary>
    public async Task<PutOutcome> TryAsync(string clinicId, string id, AppointmentDraft draft, CancellationToken ct)
    {
        await using var db = store.Read();
        var known = await db.Appointments.SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id, ct);
        return await OutcomeAsync(db, clinicId, known, draft, HashOf(db, draft), clock.UtcNow);
    }

    /// <summary>False when there is no such appointment. Cancelling twice changes nothing.</summary>
    public async Task<bool> CancelAsync(string clinicId, string id, Writer writer, CancellationToken ct)
    {
        var found = await store.Write(async db =>
        {
            var visit = await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id, ct);
            if (visit is null or { Status: AppointmentStatus.Cancelled }) return visit is not null;
            var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId, ct);
            visit.RequestHash = null;
            await SetStatusAsync(db, visit, patient, AppointmentStatus.Cancelled, clock.UtcNow);
            AuditLog.Add(db, clinicId, writer.By, "appointment.cancel", id, machine.GetUtcNow());
            return true;
        }, ct);
        if (found) Tell(clinicId);
        return found;
    }

    private void Tell(string clinicId)
    {
        hints.WakeClinic(clinicId);
        changes.Publish(new Change(clinicId));
    }

    private async Task<PutOutcome> PutAsync(ClinicDb db, string clinicId, string id, AppointmentDraft draft, Writer writer)
    {
        var now = clock.UtcNow;
        var known = await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id);
        var hash = HashOf(db, draft);
        var outcome = await OutcomeAsync(db, clinicId, known, draft, hash, now);
        if (!Writes(outcome)) return outcome;

        var file = await PatientAsync(db, clinicId, draft.Patient, known);
        if (draft.Patient.MustNotBeTexted) await ContactBlocks.StopAsync(db, file.Patient, BlockReason.Deceased, writer.By, now);
        var consented = await ConsentAsync(db, clinicId, file.Patient, draft, writer, now);
        var visit = known ?? New(db, clinicId, id, file.Patient, draft, writer);
        var before = Needs.Of(visit);
        var was = known?.Status;
        Apply(visit, file.Patient, draft);
        await Releases.EndUnder18Async(db, visit, file.Patient);
        visit.RequestHash = hash;
        AuditLog.Add(db, clinicId, writer.By, "appointment.put", id, machine.GetUtcNow());

        if (draft.Status != AppointmentStatus.Booked)
        {
            await SetStatusAsync(db, visit, file.Patient, draft.Status, now);
        }
        else
        {
            visit.Status = AppointmentStatus.Booked;
            await PlanAsync(db, visit, file, before, was, now);
        }

        if (file.PhoneChanged) await OtherVisitsAsync(db, visit, file.Patient, now);
        if (consented) await plans.RefreshNumberAsync(db, clinicId, file.Patient.PhoneHash, now, except: id);
        return outcome;
    }

    private async Task PlanAsync(ClinicDb db, Appointment visit, OnFile file, Needs before, AppointmentStatus? was, DateTimeOffset now)
    {
        var moved = before.StartsAt != visit.StartsAt;
        if (was == AppointmentStatus.Booked && before == Needs.Of(visit) && !file.PhoneChanged)
        {
            await plans.RefreshAsync(db, visit, file.Patient, now);
            return;
        }

        if (moved) await ForgetAsync(db, visit, before.StartsAt);
        var wrong = was == AppointmentStatus.Cancelled ? visit.StartsAt : moved ? Earlier(before.StartsAt, visit.StartsAt) : (DateTimeOffset?)null;
        await plans.AnewAsync(db, visit, file.Patient, was is null ? "new" : moved ? "moved" : "changed", wrong, now);
    }

    /// <summary>What the patient said about the old date does not hold for any other.</summary>
    private static async Task ForgetAsync(ClinicDb db, Appointment visit, DateTimeOffset before)
    {
        visit.UnderstoodVersion = null;
        if (before.UtcDateTime.Date != visit.StartsAt.UtcDateTime.Date) visit.Driver = null;
        if (VisitRows.ScreenOf(visit) is not (HealthScreen.ClearedByPatient or HealthScreen.AnsweredLate)) return;
        var answered = await db.Outbound.Where(m => m.ClinicId == visit.ClinicId && m.AppointmentId == visit.Id && m.Expects == "13" && m.AnsweredAt != null)
            .MaxAsync(m => m.AnsweredAt);
        if (answered is { } at && visit.StartsAt - at <= TimeSpan.FromDays(14)) return;
        visit.ScreenState = "unknown";
        visit.ScreenSetBy = null;
    }

    private async Task SetStatusAsync(ClinicDb db, Appointment visit, Patient patient, AppointmentStatus status, DateTimeOffset now)
    {
        visit.Status = status;
        var reason = status switch
        {
            AppointmentStatus.Fulfilled => "fulfilled",
            AppointmentStatus.NoShow => "noshow",
            _ => "cancelled",
        };
        await plans.EndAsync(db, visit, patient, reason, now);
    }

    /// <summary>Texts to the old number say nothing to the new one: every coming visit is planned anew.</summary>
    private async Task OtherVisitsAsync(ClinicDb db, Appointment changed, Patient patient, DateTimeOffset now)
    {
        var others = await db.Appointments.AsTracking().Where(a => a.ClinicId == changed.ClinicId && a.PatientId == patient.Id && a.Id != changed.Id
            && a.Status == AppointmentStatus.Booked && a.StartsAt > now).ToListAsync();
        foreach (var other in others) await plans.AnewAsync(db, other, patient, "phone-changed", null, now);
    }

    private static bool Writes(PutOutcome outcome) => outcome != PutOutcome.Unchanged && PutRefusals.Of(outcome) is null;

    private static async Task<PutOutcome> OutcomeAsync(ClinicDb db, string clinicId, Appointment? known, AppointmentDraft draft, string hash, DateTimeOffset now)
    {
        var outcome = OutcomeOf(known, draft, hash, now);
        return Writes(outcome) && await Releases.RefusalAsync(db, clinicId, known, draft, now) is { } refused ? refused : outcome;
    }

    private static PutOutcome OutcomeOf(Appointment? known, AppointmentDraft draft, string hash, DateTimeOffset now)
    {
        if (known is not null && known.RequestHash == hash) return PutOutcome.Unchanged;
        var moved = known is not null && known.StartsAt != draft.StartsAt;
        var booked = draft.Status == AppointmentStatus.Booked;
        if (booked && draft.StartsAt <= now && (known is null || moved || known.Status != AppointmentStatus.Booked)) return PutOutcome.InThePast;
        if (known is null) return PutOutcome.Created;
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
        if (draft.Preparation is { } preparation)
            (visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PreparationSetBy) =
                (preparation.Mode, preparation.FoodUntil, preparation.ClearLiquidsUntil, preparation.SetBy);
    }

    private sealed record OnFile(Patient Patient, bool PhoneChanged);

    private static async Task<OnFile> PatientAsync(ClinicDb db, string clinicId, PatientDraft draft, Appointment? known)
    {
        var hash = db.Cipher.LookUpHash(draft.Phone.E164);
        var patient = await PatientBook.FindAsync(db, clinicId, draft.Id, draft.Phone, draft.FirstName, draft.LastName, known?.PatientId);
        var isNew = patient is null;
        if (patient is null)
        {
            patient = new Patient { Id = Ids.New("patient"), ClinicId = clinicId, FirstName = draft.FirstName, Phone = draft.Phone.E164, PhoneHash = hash };
            db.Patients.Add(patient);
        }

        var phoneChanged = !isNew && patient.PhoneHash != hash;
        if (phoneChanged) (patient.Phone, patient.PhoneHash, patient.PhoneConfirmedAt) = (draft.Phone.E164, hash, null);
        patient.FirstName = draft.FirstName;
        patient.LastName = draft.LastName ?? patient.LastName;
        patient.BirthDate = draft.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? patient.BirthDate;
        patient.Language = draft.Language ?? patient.Language;
        patient.TimeZone = draft.TimeZone ?? patient.TimeZone;
        patient.ContactMode = draft.ContactMode ?? patient.ContactMode;
        patient.Interpreter = draft.Interpreter ?? patient.Interpreter;
        if (draft.Id is { } externalId && patient.ExternalId is null) (patient.ExternalId, patient.ExternalIdHash) = (externalId, db.Cipher.LookUpHash(externalId));
        return new OnFile(patient, phoneChanged);
    }

    /// <summary>
    /// Records the consent when it says something newer than the ledger: an old one, sent again, must not undo what the patient withdrew since. One without
    /// a date says something only where the ledger says nothing, and confirms the number only then.
    /// </summary>
    private static async Task<bool> ConsentAsync(ClinicDb db, string clinicId, Patient patient, AppointmentDraft draft, Writer writer, DateTimeOffset now)
    {
        if (draft.Consent is not { } consent) return false;
        var newest = await db.Consents.Where(c => c.ClinicId == clinicId && c.PhoneHash == patient.PhoneHash && c.Purpose == ConsentPurpose.Preparation)
            .OrderByDescending(c => c.Id).Select(c => (DateTimeOffset?)c.At).FirstOrDefaultAsync();
        if (consent.At is null && newest is not null) return false;
        var at = consent.At < now ? consent.At.Value : now;
        if (patient.PhoneConfirmedAt is not { } confirmed || confirmed < at) patient.PhoneConfirmedAt = at;
        if (newest >= consent.At) return false;
        var method = writer.Method == consent.Method ? consent.Method : $"{writer.Method}: {consent.Method}";
        await ConsentLedger.Record(db, clinicId, draft.Patient.Phone, ConsentPurpose.Preparation, granted: true, consent.Text, method, writer.By, at);
        return true;
    }

    /// <summary>What a plan stands on: when it changes, older texts are wrong.</summary>
    private sealed record Needs(DateTimeOffset StartsAt, string Protocol, string Mode, DateTimeOffset? Food, DateTimeOffset? Clear, string PatientId)
    {
        public static Needs Of(Appointment visit) =>
            new(visit.StartsAt, visit.Protocol, visit.PreparationMode, visit.FoodUntil, visit.ClearLiquidsUntil, visit.PatientId);
    }
}
