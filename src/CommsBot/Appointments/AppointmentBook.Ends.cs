using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>How visits end, and who is right when the desk and a report say different things about one.</summary>
internal sealed partial class AppointmentBook
{
    /// <summary>False when there is no such appointment. Cancelling twice changes nothing.</summary>
    public async Task<bool> CancelAsync(string clinicId, string id, Writer writer, CancellationToken ct)
    {
        var found = await store.Write(db => CancelAsync(db, clinicId, id, writer), ct);
        if (found) Tell(clinicId);
        return found;
    }

    /// <summary>The same inside the caller's write, who tells after the commit.</summary>
    public async Task<bool> CancelAsync(ClinicDb db, string clinicId, string id, Writer writer)
    {
        var visit = await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id);
        if (visit is null or { Status: AppointmentStatus.Cancelled }) return visit is not null;
        var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
        Remember(visit, writer, hash: null, decided: true);
        await SetStatusAsync(db, visit, patient, AppointmentStatus.Cancelled, clock.UtcNow);
        AuditLog.Add(db, clinicId, writer.By, "appointment.cancel", id, machine.GetUtcNow());
        return true;
    }

    /// <summary>A row that names no usable patient still says how a known visit stands.</summary>
    /// <returns>Null when there is no such visit here.</returns>
    public async Task<PutOutcome?> TakeAsync(string clinicId, string id, Standing standing, Writer writer, CancellationToken ct)
    {
        var outcome = await store.Write(db => TakeAsync(db, clinicId, id, standing, writer), ct);
        if (outcome is not (null or PutOutcome.Unchanged)) Tell(clinicId);
        return outcome;
    }

    /// <summary>What the same would do; writes nothing.</summary>
    public async Task<PutOutcome?> TryAsync(string clinicId, string id, Standing standing, Writer writer, CancellationToken ct)
    {
        await using var db = store.Read();
        return await db.Appointments.SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id, ct) is { } known ? OutcomeOf(known, standing, HashOf(db, standing), writer, clock.UtcNow) : null;
    }

    private async Task<PutOutcome?> TakeAsync(ClinicDb db, string clinicId, string id, Standing standing, Writer writer)
    {
        if (await db.Appointments.AsTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id) is not { } visit) return null;
        var (now, hash) = (clock.UtcNow, HashOf(db, standing));
        var outcome = OutcomeOf(visit, standing, hash, writer, now);
        if (outcome == PutOutcome.ChangedHere) await AskAsync(db, visit, standing, visit.StartsAt, hash, now);
        if (!Writes(outcome)) return outcome;
        var patient = await db.Patients.AsTracking().SingleAsync(p => p.Id == visit.PatientId);
        if (standing.Stop is { } stop) await ContactBlocks.StopAsync(db, patient, stop, writer.By, now);
        Remember(visit, writer, hash, decided: visit.Status != standing.Status);
        if (standing.Status == AppointmentStatus.Booked) await plans.RefreshAsync(db, visit, patient, now);
        else if (visit.Status != standing.Status) await SetStatusAsync(db, visit, patient, standing.Status, now);
        AuditLog.Add(db, clinicId, writer.By, "appointment.put", id, machine.GetUtcNow());
        return outcome;
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

    private static PutOutcome OutcomeOf(Appointment known, Standing standing, string hash, Writer writer, DateTimeOffset now)
    {
        if (LastSaid(known, writer) == hash) return PutOutcome.Unchanged;
        if (IsOver(standing.Status) && known.StartsAt > now) return PutOutcome.StillAhead;
        if (standing.Status == AppointmentStatus.Booked || known.Status == standing.Status) return standing.Stop is not null ? PutOutcome.Changed : PutOutcome.Unchanged;
        if (IsDisputed(known, standing.Status, known.StartsAt, writer)) return PutOutcome.ChangedHere;
        return standing.Status == AppointmentStatus.Cancelled ? PutOutcome.Cancelled : PutOutcome.Changed;
    }

    private static string HashOf(ClinicDb db, Standing standing) => db.Cipher.LookUpHash($"{standing}");

    /// <summary>What whoever writes said last. A report repeats itself, and what it repeats is no news beside what was done here since.</summary>
    private static string? LastSaid(Appointment known, Writer writer) => writer.IsSource ? known.SourceHash ?? known.RequestHash : known.RequestHash;

    /// <summary>A person here cancelled or moved it, and a report now says something new that is not the same.</summary>
    private static bool IsDisputed(Appointment known, AppointmentStatus status, DateTimeOffset startsAt, Writer writer) =>
        writer.IsSource && known.DecidedHere && status is AppointmentStatus.Booked or AppointmentStatus.Cancelled && Differs(known, status, startsAt);

    private static bool Differs(Appointment known, AppointmentStatus status, DateTimeOffset startsAt) =>
        known.Status != status || (status == AppointmentStatus.Booked && known.StartsAt != startsAt);

    private static void Remember(Appointment visit, Writer writer, string? hash, bool decided)
    {
        visit.RequestHash = hash;
        if (writer.IsSource) (visit.SourceHash, visit.DecidedHere) = (hash, false);
        else if (writer.Method == Writer.Desk) visit.DecidedHere |= decided;
    }

    /// <summary>Nothing new, and where the desk has followed the report, what that says next is no dispute.</summary>
    private static void Agree(Appointment known, AppointmentDraft draft, string hash)
    {
        known.SourceHash = hash;
        known.DecidedHere &= Differs(known, draft.Status, draft.StartsAt);
    }

    /// <summary>Asked once for each thing the report says anew: what it repeats is remembered as heard.</summary>
    private Task AskAsync(ClinicDb db, Appointment visit, Standing there, DateTimeOffset at, string hash, DateTimeOffset now)
    {
        visit.SourceHash = hash;
        return TwoAnswers.AskAsync(db, clinics.Find(visit.ClinicId)!, visit, there.Status, at, now);
    }
}
