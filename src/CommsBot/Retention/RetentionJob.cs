using System.Collections.Concurrent;
using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Retention;

/// <summary>How many of each were deleted in one run.</summary>
internal sealed record RetentionCounts(int Chats, int Leads, int Entries, int Texts, int Caregivers)
{
    public static readonly RetentionCounts Nothing = new(0, 0, 0, 0, 0);

    public RetentionCounts Plus(RetentionCounts more) =>
        new(Chats + more.Chats, Leads + more.Leads, Entries + more.Entries, Texts + more.Texts, Caregivers + more.Caregivers);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"chats={Chats} leads={Leads} entries={Entries} texts={Texts} caregivers={Caregivers}");
}

/// <summary>
/// Once a day for each clinic, at night by its clock: what was kept long enough is deleted, in small transactions, and the audit log says how many of
/// what. A legal hold stops it. Texts are owed to the provider as deletions in the same transaction.
/// </summary>
internal sealed class RetentionJob(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine)
{
    private const string Actor = "system:retention";
    private const int AtATime = 50;
    private static readonly TimeOnly Night = new(3, 0);

    /// <summary>So that the database is asked once a day and not at every look.</summary>
    private readonly ConcurrentDictionary<string, DateOnly> asked = new();

    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All)
        {
            var today = clinic.LocalTime(clock.UtcNow);
            var day = DateOnly.FromDateTime(today.DateTime);
            if (TimeOnly.FromDateTime(today.DateTime) < Night || asked.GetValueOrDefault(clinic.Id) == day) continue;
            if (await IsFirstAsync($"retention/{clinic.Id}", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ct)) await RunAsync(clinic, ct);
            asked[clinic.Id] = day;
        }
    }

    /// <summary>Deletes what is due now.</summary>
    public async Task<RetentionCounts> RunAsync(Clinic clinic, CancellationToken ct)
    {
        var total = RetentionCounts.Nothing;
        while (true)
        {
            var deleted = await store.Write(db => OnceAsync(db, clinic, ct), ct);
            total = total.Plus(deleted);
            if (deleted == RetentionCounts.Nothing) break;
        }

        await store.Write(db =>
        {
            AuditLog.Add(db, clinic.Id, Actor, "retention.delete", total.ToString(), machine.GetUtcNow());
            return Task.CompletedTask;
        }, ct);
        return total;
    }

    private async Task<bool> IsFirstAsync(string key, string day, CancellationToken ct)
    {
        await using (var db = store.Read())
            if (await db.Values.AnyAsync(v => v.Key == key && v.Value == day, ct)) return false;
        return await store.Write(async db =>
        {
            var known = await db.Values.FindAsync([key], ct);
            if (known?.Value == day) return false;
            if (known is null) db.Values.Add(new StoredValue { Key = key, Value = day });
            else known.Value = day;
            return true;
        }, ct);
    }

    private async Task<RetentionCounts> OnceAsync(ClinicDb db, Clinic clinic, CancellationToken ct)
    {
        var now = clock.UtcNow;
        var keep = clinic.Retention;
        var patients = OfPatients(db, clinic.Id).Select(c => c.Id);
        var chats = await Free(db, clinic.Id).Where(c => !patients.Contains(c.Id) && !db.Handoffs.Any(h => h.ConversationId == c.Id))
            .Where(c => c.LastPatientAt < now.AddDays(-keep.AnonymousChatDays)).Take(AtATime).ToListAsync(ct);
        var leads = await Free(db, clinic.Id)
            .Where(c => !patients.Contains(c.Id) && db.Handoffs.Any(h => h.ConversationId == c.Id))
            .Where(c => !db.Handoffs.Any(h => h.ConversationId == c.Id && (h.ClosedAt == null || h.ClosedAt >= now.AddDays(-keep.ClosedLeadDays))))
            .Where(c => c.LastPatientAt < now.AddDays(-keep.ClosedLeadDays)).Take(AtATime).ToListAsync(ct);
        if (keep.PatientConversationDays is { } kept) chats.AddRange(await ProvenAsync(db, clinic.Id, now.AddDays(-kept), ct));
        var texts = 0;
        foreach (var thread in chats.Concat(leads)) texts += await Deletions.ThreadAsync(db, thread, machine.GetUtcNow(), ct);
        if (keep.PatientConversationDays is not { } days) return new RetentionCounts(chats.Count, leads.Count, 0, texts, 0);
        var (entries, old) = await OldAsync(db, clinic, now.AddDays(-days), ct);
        return new RetentionCounts(chats.Count, leads.Count, entries, texts + old, await CaregiversAsync(db, clinic, now.AddDays(-days), ct));
    }

    /// <summary>Patients' website chats that are over: nobody comes back to one, so it goes whole once its last ticket is as old as it.</summary>
    private static Task<List<Conversation>> ProvenAsync(ClinicDb db, string clinicId, DateTimeOffset before, CancellationToken ct) =>
        OfPatients(db, clinicId).Where(c => c.PhoneHash == null && c.LastPatientAt < before && !db.Handoffs.Any(h => h.ConversationId == c.Id && (h.ClosedAt == null || h.ClosedAt >= before))).Take(AtATime).ToListAsync(ct);

    /// <summary>Of a patient's thread only what is old goes; the thread stays for as long as the patient writes.</summary>
    private async Task<(int Entries, int Texts)> OldAsync(ClinicDb db, Clinic clinic, DateTimeOffset before, CancellationToken ct)
    {
        var threads = await OfPatients(db, clinic.Id).Where(c => c.PhoneHash != null)
            .Where(c => db.Transcript.Any(t => t.ConversationId == c.Id && t.At < before) || db.Outbound.Any(m => m.ClinicId == c.ClinicId && m.ToHash == c.PhoneHash && m.DueAt < before))
            .Take(AtATime).ToListAsync(ct);
        var (entries, texts) = (0, 0);
        foreach (var thread in threads)
        {
            var (gone, sent) = await Deletions.OldAsync(db, thread, before, machine.GetUtcNow(), ct);
            (entries, texts) = (entries + gone, texts + sent);
        }

        return (entries, texts);
    }

    /// <summary>Caregivers whose part ended long ago, unless a hold keeps their number or the patient's.</summary>
    private static Task<int> CaregiversAsync(ClinicDb db, Clinic clinic, DateTimeOffset before, CancellationToken ct) =>
        db.Caregivers.Where(c => c.ClinicId == clinic.Id && c.EndedAt < before
            && !db.LegalHolds.Any(h => h.ClinicId == clinic.Id && h.LiftedAt == null && h.PhoneHash != null
                && (h.PhoneHash == c.PhoneHash || db.Patients.Any(p => p.Id == c.PatientId && p.PhoneHash == h.PhoneHash)))).ExecuteDeleteAsync(ct);

    /// <summary>Of them those of a patient or of who acts for one, also on a number that was theirs when it was told of a visit, and chats proven to be a patient's.</summary>
    private static IQueryable<Conversation> OfPatients(ClinicDb db, string clinicId) => Free(db, clinicId).Where(c =>
        db.Patients.Any(p => p.ClinicId == c.ClinicId && p.PhoneHash == c.PhoneHash) || db.Caregivers.Any(g => g.ClinicId == c.ClinicId && g.PhoneHash == c.PhoneHash)
        || db.Outbound.Any(m => m.ClinicId == c.ClinicId && m.ToHash == c.PhoneHash && m.AppointmentId != null)
        || db.PatientLinks.Any(l => l.ConversationId == c.Id && l.UndoneAt == null));

    /// <summary>Conversations that no legal hold keeps.</summary>
    private static IQueryable<Conversation> Free(ClinicDb db, string clinicId) => db.Conversations.Where(c => c.ClinicId == clinicId
        && !db.LegalHolds.Any(h => h.ClinicId == clinicId && h.LiftedAt == null && (h.ConversationId == c.Id || (h.PhoneHash != null && (h.PhoneHash == c.PhoneHash
            || db.PatientLinks.Any(l => l.ConversationId == c.Id && l.UndoneAt == null && db.Patients.Any(p => p.Id == l.PatientId && p.PhoneHash == h.PhoneHash)))))));
}
